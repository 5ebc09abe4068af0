class Bench: pass
class Machine: pass
