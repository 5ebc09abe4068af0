"""Development only: simulators on ports, cruel cables and the dock. The product never imports it."""
