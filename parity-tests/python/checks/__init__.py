"""What the end-to-end lane asserts of ``bin/dovetail``."""
