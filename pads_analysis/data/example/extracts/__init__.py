"""What the authorities of the example disclose: crimes at their true points and hours, and what is planted in them."""

from pads_analysis.data.example.extracts.write import Disclosed, write_extracts

__all__ = ["Disclosed", "write_extracts"]
