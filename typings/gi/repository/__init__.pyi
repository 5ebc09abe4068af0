from gi.repository import Atspi as Atspi
from gi.repository import Gio as Gio
from gi.repository import GLib as GLib
