"""The subcommands of `rumahrakyat` that run the product; those that look into it are in `rumahrakyat.operate`."""
