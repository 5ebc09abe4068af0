"""The social-security card (社会保障卡), above whatever slot it sits in."""
