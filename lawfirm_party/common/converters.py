"""Path parts that the database can always hold."""

from django.urls import register_converter


class IdConverter:
    """A row's number: a longer one is no address of this site."""

    regex = "[0-9]{1,18}"

    def to_python(self, value):
        return int(value)

    def to_url(self, value):
        return str(value)


class YearConverter(IdConverter):
    """A year that calendars of this program reach: 1990 to 2199."""

    regex = "(?:199[0-9]|2[01][0-9]{2})"


register_converter(IdConverter, "id")
register_converter(YearConverter, "year")
