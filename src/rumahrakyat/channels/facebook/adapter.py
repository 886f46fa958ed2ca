"""Facebook: messages to our page, and comments, posts and mentions in public; answers over the Graph API."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from rumahrakyat.channels.base import Capabilities, Event, Inbound, Kind, Place
from rumahrakyat.channels.facebook import parsing
from rumahrakyat.channels.facebook.options import from_environment
from rumahrakyat.channels.metagraph import account
from rumahrakyat.channels.metagraph.account import JSON, AccountAdapter
from rumahrakyat.channels.metagraph.graph import node
from rumahrakyat.channels.metagraph.rendering import MAX_OPTIONS
from rumahrakyat.channels.metagraph.standin.credentials import of_installation
from rumahrakyat.channels.payload import objects, text


class FacebookAdapter(AccountAdapter):
    code = medium = parsing.CHANNEL
    label = "Facebook"
    capabilities = Capabilities(
        schemes=(parsing.CHANNEL,),
        per_second=40,
        media=True,
        max_text=2000,
        max_buttons=MAX_OPTIONS,
        reply_window=account.WINDOW,
        person_window=account.PERSON_WINDOW,
        max_media_bytes=account.LARGEST_FILE,
    )
    scopes = frozenset(
        {
            "pages_messaging",
            "pages_manage_metadata",
            "pages_read_engagement",
            "pages_read_user_content",
            "pages_manage_engagement",
        }
    )
    fields = frozenset(
        {
            "messages",
            "messaging_postbacks",
            "messaging_referrals",
            "message_deliveries",
            "message_echoes",
            "message_reactions",
            "feed",
            "mention",
        }
    )

    def _events(self, body: JSON, *, at: datetime) -> Iterator[Event]:
        return parsing.events(body, self.account, at=at)

    def _recipient(self, public_id: str) -> JSON:
        """A comment, or a visitor's post on our page: the id of a post begins with that of the page."""
        on_page = public_id.startswith(f"{self.options.account_id}_")
        return {"post_id": public_id} if on_page else {"comment_id": public_id}

    def _answer_in_public(self, public_id: str, words: str) -> JSON:
        return self.graph.post(f"{node(public_id)}/comments", {"message": words})

    def lacks(self, inbound: Inbound) -> bool:
        """A mention is told without its words when it stands in a post of somebody else."""
        public = inbound.public
        return public is not None and public.place is Place.MENTION and inbound.kind is Kind.UNSUPPORTED

    def complete(self, inbound: Inbound) -> Inbound:
        """The mention with its words and its address. Raises DeliveryError."""
        if inbound.public is None:
            return inbound
        found = self.graph.get(node(inbound.public.post_id), fields="message,permalink_url,from")
        words = text(found, "message")
        writer, name = text(found, "from", "id"), text(found, "from", "name")
        public = replace(
            inbound.public,
            link=text(found, "permalink_url") or inbound.public.link,
            author=name[:120] or inbound.public.author,
        )
        sender = inbound.sender if inbound.sender.addresses else self.account.sender(writer, name)
        kind = Kind.TEXT if words else Kind.UNSUPPORTED
        return replace(inbound, kind=kind, text=words, sender=sender, public=public)

    def _subscribed(self) -> set[str]:
        found = self.graph.get(f"{node(self.options.account_id)}/subscribed_apps")
        mine = [app for app in objects(found, "data") if text(app, "id") == self.options.app_id]
        fields = mine[0].get("subscribed_fields") if mine else []
        return {name for name in fields if isinstance(name, str)} if isinstance(fields, list) else set()


def from_settings() -> FacebookAdapter:
    return FacebookAdapter(of_installation(parsing.CHANNEL, from_environment()))
