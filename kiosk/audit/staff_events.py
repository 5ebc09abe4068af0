"""The events of the hall's staff: signing in, helping, and acting for somebody absent.

Those of who keeps the machine are in `maintenance_events`. `staff` is filled in with who has signed in when they are the
actor; `subject` in an event about the staff is whom it concerned.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from kiosk.audit.declaring import MACHINE, STAFF, Cause, Unnamed, declare
from kiosk.audit.fields import Code, Codes, Flag, Mandate, OneOf, Serial, Staff, Subject, Whole
from kiosk.core.help import HelpKind
from kiosk.core.mandate import AgentKind
from kiosk.core.staff import Figures, Reason, StaffRole

_STAFF_FIELD: Final = frozenset({"staff"})
_ACTING_FIELD: Final = frozenset({"acting"})
_ATTENDANT: Final = frozenset[Cause]({StaffRole.ATTENDANT})
_TECHNICIAN: Final = frozenset[Cause]({StaffRole.TECHNICIAN})
_AT_MACHINE: Final = _ATTENDANT | _TECHNICIAN
_ADMINISTRATOR: Final = frozenset[Cause]({StaffRole.ADMINISTRATOR, Unnamed.CONSOLE})
_SOMEBODY: Final = frozenset[Cause]({Unnamed.PERSON})
_MINUTES: Final = Whole(0, 999)
_WAITED: Final = Whole(0, 86_400)


class SignedOutBy(StrEnum):
    """Why somebody is no longer signed in, or helps no longer."""

    DONE = "done"
    IDLE = "idle"
    LIMIT = "limit"


class Dual(StrEnum):
    """What takes two people."""

    IMPORT = "import"
    EXPORT = "export"
    WIPE = "wipe"
    CLOCK = "clock"
    KEYS = "keys"


# -- signing in ---------------------------------------------------------------------------------------------

SIGNED_IN: Final = declare(
    "signed-in", "工号{staff}登录，岗位{role}。", causes=STAFF, staff=Staff(), role=OneOf(StaffRole)
)
SIGN_IN_REFUSED: Final = declare(
    "sign-in-refused",
    "没有登录，工号{staff}，原因{reason}，已试{tries}次。",
    causes=_SOMEBODY,
    optional=_STAFF_FIELD,
    staff=Staff(),
    reason=Code(),
    tries=Whole(0, 999),
)
SIGN_IN_LOCKED: Final = declare(
    "sign-in-locked",
    "工号{staff}已锁[，试错{tries}次]，要另一位来解锁。",
    optional=frozenset({"tries"}),
    staff=Staff(),
    tries=Whole(0, 999),
)
SIGN_IN_UNLOCKED: Final = declare(
    "sign-in-unlocked",
    "工号{staff}给工号{subject}解锁。",
    causes=STAFF | {Unnamed.CONSOLE},
    optional=_STAFF_FIELD,
    staff=Staff(),
    subject=Staff(),
)
PIN_CHANGED: Final = declare("pin-changed", "工号{subject}换了自己的密码。", causes=_SOMEBODY, subject=Staff())
SETUP_CODE_MADE: Final = declare("setup-code-made", "做了新的安装码。", causes=frozenset({Unnamed.CONSOLE}))
SETUP_CODE_REFUSED: Final = declare(
    "setup-code-refused",
    "安装码不对，原因{reason}，已试{tries}次。",
    causes=_SOMEBODY,
    reason=Code(),
    tries=Whole(0, 999),
)
SIGNED_OUT: Final = declare(
    "signed-out", "工号{staff}退出，原因{why}。", causes=STAFF | MACHINE, staff=Staff(), why=OneOf(SignedOutBy)
)
FIRST_ADMINISTRATOR: Final = declare(
    "first-administrator",
    "设了第一位管理员，工号{subject}。",
    causes=_SOMEBODY | {Unnamed.CONSOLE},
    subject=Staff(),
)
STAFF_ADDED: Final = declare(
    "staff-added",
    "工号{staff}加了工号{subject}，岗位{role}。",
    causes=_ADMINISTRATOR,
    optional=_STAFF_FIELD,
    staff=Staff(),
    subject=Staff(),
    role=OneOf(StaffRole),
)
STAFF_RESET: Final = declare(
    "staff-reset",
    "工号{staff}重设了工号{subject}的密码。",
    causes=_ADMINISTRATOR,
    optional=_STAFF_FIELD,
    staff=Staff(),
    subject=Staff(),
)
STAFF_CARDS_CHANGED: Final = declare(
    "staff-cards-changed",
    "工号{staff}改了工号{subject}的工作卡，给了新卡{given}。",
    causes=_ADMINISTRATOR,
    optional=_STAFF_FIELD,
    staff=Staff(),
    subject=Staff(),
    given=Flag(),
)
STAFF_REMOVED: Final = declare(
    "staff-removed",
    "工号{staff}去掉了工号{subject}。",
    causes=_ADMINISTRATOR,
    optional=_STAFF_FIELD,
    staff=Staff(),
    subject=Staff(),
)
DUAL_GRANTED: Final = declare(
    "dual-granted",
    "工号{staff}和工号{second}一起同意：{what}。",
    causes=STAFF,
    staff=Staff(),
    second=Staff(),
    what=OneOf(Dual),
)
DUAL_REFUSED: Final = declare(
    "dual-refused",
    "工号{staff}和工号{second}没有一起同意：{what}，原因{reason}。",
    causes=STAFF,
    optional=frozenset({"second"}),
    staff=Staff(),
    second=Staff(),
    what=OneOf(Dual),
    reason=Code(),
)

# -- help ---------------------------------------------------------------------------------------------------

_PERSON_OR_MACHINE: Final = _SOMEBODY | MACHINE

HELP_CALLED: Final = declare("help-called", "叫人：{kind}。", causes=_PERSON_OR_MACHINE, kind=OneOf(HelpKind))
HELP_CALLED_AGAIN: Final = declare(
    "help-called-again",
    "再叫一次：{kind}，第{times}次，已等{seconds}秒。",
    causes=_PERSON_OR_MACHINE,
    kind=OneOf(HelpKind),
    times=Whole(1, 999),
    seconds=_WAITED,
)
HELP_ANSWERED: Final = declare(
    "help-answered",
    "有人答应：{kind}，等了{seconds}秒，{minutes}分钟后到。",
    causes=_ATTENDANT | MACHINE,
    optional=frozenset({"minutes"}),
    kind=OneOf(HelpKind),
    seconds=_WAITED,
    minutes=_MINUTES,
)
HELP_CALLED_OFF: Final = declare(
    "help-called-off",
    "不用来了：{kind}，等了{seconds}秒。",
    causes=_PERSON_OR_MACHINE,
    kind=OneOf(HelpKind),
    seconds=_WAITED,
)
HELP_SETTLED: Final = declare(
    "help-settled",
    "帮完了：{kind}，等了{seconds}秒，人来了{came}。",
    causes=_ATTENDANT | _TECHNICIAN | MACHINE,
    kind=OneOf(HelpKind),
    seconds=_WAITED,
    came=Flag(),
)
ASSISTANCE_BEGUN: Final = declare(
    "assistance-begun", "工号{staff}开始协助，原因{reason}。", causes=_AT_MACHINE, staff=Staff(), reason=OneOf(Reason)
)
FIGURES_ANSWERED: Final = declare(
    "figures-answered",
    "本人答：金额{figures}，工号{staff}在旁。",
    causes=_SOMEBODY,
    figures=OneOf(Figures),
    staff=Staff(),
)
ASSISTANCE_ENDED: Final = declare(
    "assistance-ended",
    "工号{staff}结束协助，原因{reason}，金额{figures}[，自动结束：{over}]。",
    causes=_AT_MACHINE | MACHINE,
    optional=frozenset({"over"}),
    staff=Staff(),
    reason=OneOf(Reason),
    figures=OneOf(Figures),
    over=OneOf(SignedOutBy),
)

# -- what only staff may do for somebody --------------------------------------------------------------------

ID_NUMBER_TYPED: Final = declare(
    "id-number-typed",
    "工号{staff}照证件输入了号码，对象{subject}。",
    causes=_ATTENDANT,
    staff=Staff(),
    subject=Subject(),
)

MANDATE_MADE: Final = declare(
    "mandate-made",
    "工号{staff}核对纸质委托书，登记委托{mandate}：对象{subject}，代办人{agent}[，即工号{acting}]，种类{kind}，事项{purposes}。",
    causes=_ATTENDANT,
    optional=_ACTING_FIELD,
    staff=Staff(),
    subject=Subject(),
    mandate=Mandate(),
    agent=Subject(),
    acting=Staff(),
    kind=OneOf(AgentKind),
    purposes=Codes(),
)
MANDATE_USED: Final = declare(
    "mandate-used",
    "工号{staff}按委托{mandate}代办：对象{subject}，代办人{agent}[，即工号{acting}]，种类{kind}，事项{purposes}。",
    causes=_ATTENDANT,
    optional=_ACTING_FIELD,
    staff=Staff(),
    subject=Subject(),
    mandate=Mandate(),
    agent=Subject(),
    acting=Staff(),
    kind=OneOf(AgentKind),
    purposes=Codes(),
)
MANDATE_REVOKED: Final = declare(
    "mandate-revoked",
    "委托{mandate}收回了，对象{subject}，工号{staff}。",
    causes=_ATTENDANT | _SOMEBODY,
    optional=_STAFF_FIELD,
    staff=Staff(),
    subject=Subject(),
    mandate=Mandate(),
)
PRESENCE_REGISTERED: Final = declare(
    "presence-registered",
    "工号{staff}登记本人到场，对象{subject}。",
    causes=_ATTENDANT,
    staff=Staff(),
    subject=Subject(),
)
PRINT_SETTLED: Final = declare(
    "print-settled",
    "工号{staff}看过单据{serial}，打好了{printed}。",
    causes=_AT_MACHINE,
    staff=Staff(),
    serial=Serial(),
    printed=Flag(),
)
ASSISTED_LOOK_UP: Final = declare(
    "assisted-look-up",
    "工号{staff}协助时查了{subject}，原因{reason}。",
    causes=_AT_MACHINE | MACHINE,
    staff=Staff(),
    subject=Subject(),
    reason=OneOf(Reason),
)
LOOK_UP_LIMIT: Final = declare(
    "look-up-limit",
    "查询次数异常：{seconds}秒里查了{count}次[，当时工号{staff}在登录]。",
    optional=_STAFF_FIELD,
    staff=Staff(),
    seconds=Whole(1, 86_400),
    count=Whole(1, 9_999_999),
)
