"""Social-security cards through the vendor's own library (SSCardDriver), the only legal way to what generation 3 protects."""
