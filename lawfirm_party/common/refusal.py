CLASHES = "与刚刚保存的另一条记录冲突，这次没有保存。请核对后再填写。"


class Refusal(Exception):
    """A command's "no". Its text is a whole sentence for the user; `field` names the form field it belongs to, if any."""

    def __init__(self, sentence, field=None):
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field


class Conflict(Refusal):
    """Somebody else changed the same thing since the form was opened; carries what stands there now."""

    def __init__(self, sentence, current=None):
        super().__init__(sentence)
        self.current = current
