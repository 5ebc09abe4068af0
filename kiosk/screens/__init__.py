"""The pages: one a file, its wording, its jobs and its examples. Who stands there is never asked."""
