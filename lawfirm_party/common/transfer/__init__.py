"""Lists in and out of the admin site: hostile files, columns in Chinese, a preview before anything is written."""
