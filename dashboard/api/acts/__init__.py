"""What people do, over HTTP: they save views and notes, change and withdraw them."""
