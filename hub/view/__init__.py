"""What people and scripts are shown of the house: pictures, the diary, the reasons."""
