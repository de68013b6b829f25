"""What earlier builds found, kept so that an unchanged report is not laid out and extracted again."""

from kg.cache.extractions import Kept, open_kept
from kg.cache.folder import default_folder

__all__ = ["Kept", "default_folder", "open_kept"]
