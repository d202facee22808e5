from django.core.exceptions import ValidationError

CONTEXT_WORDS = ("dangzhibu", "lawfirm", "zhibu", "dangyuan", "lvshi", "党支部", "律师", "party")
CONTEXT_WORD_USED = "密码里不要用单位、支部这类容易猜到的词。"


class ContextWordValidator:
    def validate(self, password, user=None):
        if any(word in password.lower() for word in CONTEXT_WORDS):
            raise ValidationError(CONTEXT_WORD_USED, code="password_context_word")

    def get_help_text(self):
        return CONTEXT_WORD_USED
