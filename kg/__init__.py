"""Knowledge graphs from the work reports of China's sub-districts."""

__version__ = "0.1.0"
