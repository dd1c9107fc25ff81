"""What people wrote and who they are: `yiping unseal` and `yiping forget`."""
