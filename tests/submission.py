"""A form that is ready to be sent."""

from dataclasses import dataclass, field

from django.test import Client


@dataclass
class Submission:
    client: Client
    address: str
    data: dict = field(default_factory=dict)

    def send(self, **changes):
        return self.client.post(self.address, {**self.data, **changes})
