"""Publishing: the service items as signed TUF metadata, and the keys that sign them."""
