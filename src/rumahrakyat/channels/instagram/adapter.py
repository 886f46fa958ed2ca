"""Instagram: direct messages to our account, comments under our posts and mentions; answers over the Graph API."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from rumahrakyat.channels.base import Address, Capabilities, DeliveryError, Event, Inbound, Kind, Place, Sender
from rumahrakyat.channels.instagram import parsing
from rumahrakyat.channels.instagram.options import from_environment
from rumahrakyat.channels.metagraph import account
from rumahrakyat.channels.metagraph.account import BY_NAME, JSON, AccountAdapter
from rumahrakyat.channels.metagraph.graph import node
from rumahrakyat.channels.metagraph.messaging import instant
from rumahrakyat.channels.metagraph.rendering import MAX_OPTIONS
from rumahrakyat.channels.metagraph.standin.credentials import of_installation
from rumahrakyat.channels.payload import mapping, objects, text


class InstagramAdapter(AccountAdapter):
    code = medium = parsing.CHANNEL
    label = "Instagram"
    capabilities = Capabilities(
        schemes=(parsing.CHANNEL,),
        per_second=40,
        media=True,
        max_text=1000,
        max_text_bytes=1000,
        max_buttons=MAX_OPTIONS,
        reply_window=account.WINDOW,
        person_window=account.PERSON_WINDOW,
        max_media_bytes=account.LARGEST_FILE,
    )
    scopes = frozenset({"instagram_basic", "instagram_manage_messages", "instagram_manage_comments"})
    fields = frozenset({"messages", "messaging_postbacks", "message_reactions", "comments", "mentions"})
    about_people = "name,username"
    shows_marks = False
    shares_are_files = True
    names_app = False

    def _events(self, body: JSON, *, at: datetime) -> Iterator[Event]:
        return parsing.events(body, self.account, at=at)

    def _answer_in_public(self, public_id: str, words: str) -> JSON:
        media_id, is_mention, comment_id = public_id.partition("|")
        if not is_mention:
            return self.graph.post(f"{node(public_id)}/replies", {"message": words})
        payload = {"media_id": media_id, "message": words}
        payload |= {"comment_id": comment_id} if comment_id else {}
        return self.graph.post(f"{self.options.account_id}/mentions", payload)

    def lacks(self, inbound: Inbound) -> bool:
        """A mention is told as two ids; its words and its writer must be asked for."""
        public = inbound.public
        return public is not None and public.place is Place.MENTION and inbound.kind is Kind.UNSUPPORTED

    def complete(self, inbound: Inbound) -> Inbound:
        """The mention with its words, its writer's name and its address. Raises DeliveryError."""
        if inbound.public is None:
            return inbound
        media_id, _mark, comment_id = inbound.public.post_id.partition("|")
        if comment_id:
            part = self._mentioned("comment", comment_id, "id,text,username,timestamp")
        else:
            part = self._mentioned("media", media_id, "id,caption,username,timestamp,permalink")
        words = text(part, "text") or text(part, "caption")
        name = text(part, "username")[:120]
        link = text(part, "permalink") or (self._link(media_id) if words and media_id else "")
        return replace(
            inbound,
            kind=Kind.TEXT if words else Kind.UNSUPPORTED,
            text=words,
            sender=_writer(text(part, "from", "id"), name),
            sent_at=instant(part, "timestamp", otherwise=inbound.sent_at),
            public=replace(inbound.public, link=link, author=name),
        )

    def _mentioned(self, what: str, public_id: str, fields: str) -> JSON:
        asked = f"mentioned_{what}.{what}_id({node(public_id)}){{{fields}}}"
        return mapping(self.graph.get(self.options.account_id, fields=asked), f"mentioned_{what}")

    def _link(self, media_id: str) -> str:
        """Where the post stands; "" when the provider will not tell, which it does not for every post."""
        try:
            return text(self._mentioned("media", media_id, "permalink"), "permalink")
        except DeliveryError as error:
            if error.permanent:
                return ""
            raise

    def _me(self) -> str:
        return self.options.account_id

    def _subscribed(self) -> set[str]:
        """Instagram's fields are chosen for the whole app."""
        token = self.graph.app_token()
        found = self.graph.get(f"{node(self.options.app_id)}/subscriptions", token=token)
        ours = [row for row in objects(found, "data") if text(row, "object") == parsing.CHANNEL]
        names = {text(field, "name") for row in ours for field in objects(row, "fields")}
        names |= {name for row in ours for name in _plain(row.get("fields"))}
        return names


def _plain(fields: object) -> set[str]:
    return {name for name in fields if isinstance(name, str)} if isinstance(fields, list) else set()


def _writer(user_id: str, name: str) -> Sender:
    """The provider seldom tells the id of who mentions us. The name of the account then stands for it: enough to
    answer in public, and never mistaken for an id."""
    value = user_id or (f"{BY_NAME}{name}" if name else "")
    return Sender((Address(parsing.CHANNEL, value),) if value else (), name)


def from_settings() -> InstagramAdapter:
    return InstagramAdapter(of_installation(parsing.CHANNEL, from_environment()))
