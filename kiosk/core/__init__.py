"""The heart: pages, visits, time and values. No Qt, no devices, no I/O."""
