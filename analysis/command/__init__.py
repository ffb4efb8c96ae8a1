"""The arguments of the command `workbook`, and those of its actions that are more than one call."""
