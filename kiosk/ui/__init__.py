"""What people see and touch: pages become widgets here. The only package besides the desk that knows Qt."""
