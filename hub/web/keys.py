"""What the parts of the web application find each other by."""

from aiohttp import web

from hub.desk.desk import Desk
from hub.web.access import Access
from hub.web.assets import Assets
from hub.web.audience import Audiences
from hub.web.secure import SecurePort

DESK = web.AppKey("desk", Desk)
ACCESS = web.AppKey("access", Access)
ASSETS = web.AppKey("assets", Assets)
AUDIENCES = web.AppKey("audiences", Audiences)
SECURE = web.AppKey("secure", SecurePort)
