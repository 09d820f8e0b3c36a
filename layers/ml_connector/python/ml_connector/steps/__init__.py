"""What the functions do with wired collaborators, where it is more than a few lines or shared by several of them."""
