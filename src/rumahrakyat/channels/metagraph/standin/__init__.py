"""The provider of Facebook and Instagram as an offline stand-in: what both share."""
