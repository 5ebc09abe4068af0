"""What each key of `kiosk.toml` means: the comments of the file, and what `yiban config explain` says."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

HEADING: Final = """\
# The configuration of one terminal. Every key may be left out; what stands here then holds.
# `yiban` reads it when it starts, and says what is wrong with it, with the line.
"""
TOLD: Final[Mapping[str, str]] = MappingProxyType(
    {
        "data": "Folder of the sealed records, the journal and the audit; relative to this file.",
        "key": "Where the terminal's key is: file, file:PATH (relative to the data folder's parent) or systemd.",
        "terminal": "Which terminal this is and for whom it works.",
        "terminal.id": "As papers and the audit name it.",
        "terminal.number": "As people are told: 3号机.",
        "terminal.agency": "The agency's full name, as papers have it.",
        "terminal.agency_phone": "Its telephone, as papers have it.",
        "terminal.county": "Six digits; a terminal carries its county, not its province.",
        "panel": "The screen's visible size. All sizes follow from it, so measure it.",
        "panel.width_mm": "Visible width in millimetres.",
        "panel.height_mm": "Visible height in millimetres.",
        "panel.screen": "Which screen, counted from 0.",
        "panel.rotation": "How it is turned: 0, 90, 180 or 270 degrees.",
        "panel.same_touch_seconds": "The same touch again within so long is a trembling hand's, and is no second one.",
        "presentation": "How pages are shown to who has not asked for anything else. Every visit begins and ends with it.",
        "presentation.size": "Text size: small, medium, large or extra_large.",
        "presentation.theme": "default; high_contrast is white on black, black_on_white, soft for people whom glare hurts.",
        "presentation.simple": "简洁版: short sentences, usual answers given, more time, large text, and the voice, if any.",
        "presentation.voice": "语音版: pages are spoken; without a voice, what would be said stands in a line (字幕).",
        "languages": (
            "The languages people may choose beside Chinese. Whoever reads one can check its translation, and sign it:\n"
            "# `yiban language sheet`. One that nobody has signed is a draft, and is marked 试用 beside its name."
        ),
        "languages.offered": (
            "zh Chinese, en English, ug Uyghur, kk Kazakh, bo Tibetan, ko Korean, ii Yi, za Zhuang. For example:\n"
            '#   offered = ["zh", "en"]'
        ),
        "places": "Where things are at this machine and in this hall, in the words people are told.",
        "places.id_reader": "Where an ID card is put.",
        "places.scanner": "Where a code is held.",
        "places.card_slot": "Where a social-security card goes in.",
        "places.card_side_up": "How it goes in.",
        "places.receipt_slot": "Where a slip comes out.",
        "places.document_slot": "Where a large sheet comes out.",
        "places.window": "The staffed window that is named wherever the terminal can't go on.",
        "places.desk": "Where the service desk is.",
        "places.phone": "The telephone people may call from home.",
        "places.staff_told": "Whether somebody really hears of a fault or an empty tray. Pages claim it only then.",
        "idle": "Seconds of quiet before 您还在吗, and seconds the question stands; simple_ is 简洁版.",
        "idle.quiet_seconds": "Quiet before the question.",
        "idle.alert_seconds": "How long the question stands.",
        "idle.simple_quiet_seconds": "Quiet before the question in 简洁版.",
        "idle.simple_alert_seconds": "How long the question stands in 简洁版.",
        "hours": (
            "When the hall is open, day by day; an empty day is a closed one. With every day empty the hours are not known,\n"
            '# and nothing is claimed of them. For example:\n#   monday = "09:00-12:00 13:30-17:00"'
        ),
        "hours.monday": "星期一",
        "hours.tuesday": "星期二",
        "hours.wednesday": "星期三",
        "hours.thursday": "星期四",
        "hours.friday": "星期五",
        "hours.saturday": "星期六",
        "hours.sunday": "星期日",
        "hours.special": (
            "Dates that are otherwise: alone they are closed, with spans they are open then. For example:\n"
            '#   special = ["2026-10-01..2026-10-07", "2026-10-10 09:00-12:00"]'
        ),
        "hours.night_screen": "Whether a dark page that moves stands in place of home outside these hours.",
        "hours.serve_outside_hours": "Whether who comes outside these hours is served. false: they are told when it opens.",
        "policy": "What the agency has decided.",
        "policy.back_pay_after_certification": "Suspended months are paid afterwards: the page says so.",
        "policy.due_soon_days": "How long before its due date a certification is called due.",
        "policy.expired_card_may_look": "Whether an expired ID card still shows its holder's own data.",
        "policy.social_card_is_enough": (
            "Whether a social-security card alone shows its holder's data. Without a PSAM it proves nothing; false asks for the\n"
            "# ID card too."
        ),
        "policy.code_valid_days": "How long a printed code is answered before it counts as expired.",
        "policy.home_visit_age": "From which age 请人上门办 comes first.",
        "policy.look_ups_per_minute": "More look-ups a minute than this, for long, is somebody trying numbers.",
        "policy.ask_rating": "Whether people are asked how content they were. The audit notes the answer without a name.",
        "services": "Which services this terminal offers.",
        "services.payment": "查养老金",
        "services.certification": "查养老认证",
        "services.yearly_record": "打印权益记录单",
        "sound": "What speaks, how loud, and where.",
        "sound.loudness": "How loud the voice begins, 20 to 100. A person may change it for their visit.",
        "sound.engines": (
            'What speaks; a sentence goes to the first that can say it: "clips" what was recorded, "espeak-ng" that\n'
            '# program of the system, "pyttsx3" the voice of Windows, or espeak-ng\'s library. Empty: nothing is spoken.'
        ),
        "sound.voice": "Whose clips: one of assets/voice, or the folder of clips of your own. Empty: no clips.",
        "sound.loudspeaker": (
            "What is heard aloud, as the system names it or a part that no other name has: `yiban voice check` lists them.\n"
            "# Empty: the system's own output."
        ),
        "sound.headset": (
            "The same for the headset's socket: another output than the loudspeaker's, and both have to be named where the\n"
            "# socket has a contact. While it isn't there, or may be the loudspeaker's, what is private is not spoken at all."
        ),
        "sound.jack_switches": (
            "Whether one output serves both, and a plug in its socket silences the loudspeaker by itself. Listen whether it\n"
            "# does: where it doesn't, the hall hears what is private. And what is being said is heard aloud for half a second\n"
            "# when the plug is pulled out."
        ),
        "staff": "How the staff sign in, and for how long. Who they are is not written here: `yiban staff`.",
        "staff.idle_seconds": "Seconds of quiet that end a session; an attendant's has a limit of its own.",
        "staff.attendant_idle_seconds": "The same for an attendant.",
        "staff.maintenance_minutes": "The longest maintenance, however busy.",
        "staff.helping_minutes": (
            "The longest somebody helps with a person's visit before they sign in anew: it goes on as the person's alone then."
        ),
        "staff.absolute_hours": "The longest session of any other kind, however busy.",
        "staff.shuffled_keys": "Whether the PIN's pad has its digits in another order each time.",
        "staff.card_needed": (
            "Whether a staff card is needed beside the PIN; false takes a typed staff number in its place. Set it to true once\n"
            "# everybody has a card: who has none can't sign in then, and a new terminal knows no cards yet."
        ),
        "staff.pin_days": "How old a PIN may become before it has to be changed; 0 is any age.",
        "staff.presence_registration": "Whether an attendant may register for certification that a person was here.",
        "staff.media": "Where sticks are mounted: this folder's folders, or theirs: /media/STICK, /run/media/USER/STICK.",
        "staff.records_from": (
            "A folder with its whole path in which new records may lie, too, for halls where they don't come on a stick.\n"
            "# Empty: there is none."
        ),
        "desk": (
            "The hall's desk sees this terminal's calls for help: a page for any browser, and `yiban desk` for several\n"
            "# terminals. It shows machine, kind and waiting time, nothing else. Pages say that somebody was called only where\n"
            "# it is served."
        ),
        "desk.serve": "Whether the page is served.",
        "desk.address": 'The address it listens at: "127.0.0.1" is this machine alone, "0.0.0.0" the whole network.',
        "desk.port": "Its port.",
        "desk.token": "What the staff open it with: 16 to 60 letters and digits, by chance. Opened as http://ADDRESS:8130/#TOKEN",
        "electronic_card": (
            "Electronic social-security cards need a hall's platform and its network. Without a resolver they are not offered.\n"
            '# For example:\n#   resolver = "hall_platform.cards:resolver"'
        ),
        "electronic_card.resolver": "What makes the resolver, as module:name. Empty: there is no platform.",
        "id_reader": (
            "Devices: a make, and what the make itself needs. Without a make it is not fitted.\n"
            "# A port is a name, usb:VID:PID:SERIAL or path:LOCATION. "
            '"auto", or a list of ports, has the device looked for by asking;\n'
            "# scanners and keypads say nothing of themselves, so theirs must be named.\n"
            "# `yiban config explain id_reader` tells every key of every make. For example:\n"
            '#   make = "sam"\n'
            '#   port = "/dev/ttyUSB0"  # Windows: "COM3"; or "auto"; or ["usb:1a86:7523", "path:1-1.2"]\n#   baud = 115200'
        ),
        "social_card_reader": (
            "Besides: baud, rtscts, xonxoff; ccid: echo; crt: hold_at_gate; pcsc: reader; sscard_driver: library, interface,\n"
            "# convention, command. For example:\n"
            '#   make = "ccid"  # GemPC Twin and GemCore; "crt": motor readers; "pcsc": what pcscd knows\n'
            '#   port = "/dev/ttyUSB2"'
        ),
        "scanner": (
            "Besides: baud, rtscts, xonxoff; trigger_on, trigger_off, trigger_reset, trigger_reply. For example:\n"
            '#   make = "line"\n#   port = "/dev/ttyACM0"'
        ),
        "keypad": ('Besides: baud, rtscts, xonxoff; keys. For example:\n#   make = "ascii"\n#   port = "/dev/ttyUSB3"'),
        "indicators": (
            "Lamps and contacts on an I/O board. Besides: baud, rtscts, xonxoff; address, inverted.\n"
            '# For example:\n#   make = "modbus"\n#   port = "/dev/ttyUSB4"\n'
            "#   lamps = { id_reader = 0, receipt = 1, chime = 7 }  # coils; the chime sounds once when somebody asks for help\n"
            "#   senses = { presence = 0, headset = 1 }  # inputs"
        ),
        "receipt_printer": (
            "Besides: rtscts, xonxoff; charset, process_ids, clears_buffers, pictures, buffer_bytes, buffer_room, memory,\n"
            '# present_steps, fonts. For example:\n#   make = "escpos"\n'
            '#   model = "epson"  # or "custom", "citizen", "snbc": status and presenter\n'
            '#   port = "/dev/ttyUSB1"  # Windows: "COM4"\n#   baud = 115200  # as the printer is set\n'
            "#   near_end_mm = 3000  # paper left when it first says that the end is near: measure it once\n"
            "#   roll_metres = 80  # how long a new roll is; then staff see how many statements it still holds"
        ),
        "document_printer": (
            'Besides: ignore. For example:\n#   make = "cups"  # CUPS with PreserveJobHistory 300 and PreserveJobFiles No\n'
            '#   printer = "a4"  # the queue\'s name\n#   # server = "/run/cups/cups.sock"\n'
            '#   # uri = "ipp://192.168.1.20/ipp/print"  # the printer itself, where the queue is not by IPP\n'
            '# Or:\n#   make = "folder"\n#   folder = "/srv/yiban/sheets"'
        ),
    }
)
"""Section, or section and key, and its meaning; further lines begin with `# `, as in the file."""
