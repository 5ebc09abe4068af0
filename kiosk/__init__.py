"""What people see, hear and take away."""
