"""What earlier builds found and wrote, kept so that what is unchanged is not done again.

`folder` holds entries by key, `extractions` what was found in each report, `builds` what whole builds wrote.
"""
