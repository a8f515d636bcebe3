"""Modals and Home tabs: triggers, the stack of at most three, hashes."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from hashlib import sha256

from bot.sandbox.values import Json, View

TRIGGER_SECONDS = 3
STACK_LIMIT = 3


class ViewRefused(Exception):
    """Slack would not show that view; the reason is its error code."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Trigger:
    """A person's click, good for one view within three seconds."""

    id: str
    person: str
    at: float
    view: str | None = None
    """The modal in which the click was made."""


class Views:
    """Who has which modal and which Home tab before them."""

    def __init__(self, *, clock: Callable[[], float], new_id: Callable[[str], str]) -> None:
        self._clock, self._new_id = clock, new_id
        self._triggers: dict[str, Trigger] = {}
        self._spent: set[str] = set()
        self._stacks: dict[str, list[View]] = {}
        self._homes: dict[str, View] = {}

    def trigger(self, person: str, *, view: str | None = None) -> str:
        """Return a new trigger id for a click of the person."""
        made = Trigger(f"{self._new_id('1')}.{person}.sandbox", person, self._clock(), view)
        self._triggers[made.id] = made
        return made.id

    def open(self, trigger_id: str, payload: Json) -> View:
        """Show a modal to who clicked; raises `ViewRefused`."""
        trigger = self._spend(trigger_id)
        self._refuse_twin(payload)
        view = self._new(trigger.person, payload)
        self._stacks[trigger.person] = [view]
        return view

    def push(self, trigger_id: str, payload: Json) -> View:
        """Show a modal over the one in which was clicked; raises `ViewRefused`."""
        trigger = self._spend(trigger_id)
        if trigger.view is None:
            raise ViewRefused("invalid_trigger_id")
        self._refuse_twin(payload)
        return self.push_over(self.top(trigger.person), payload)

    def push_over(self, below: View | None, payload: Json) -> View:
        """Show a modal over another; raises `ViewRefused`."""
        if below is None:
            raise ViewRefused("not_found")
        stack = self._stacks[below.owner]
        if len(stack) >= STACK_LIMIT:
            raise ViewRefused("push_limit_reached")
        view = replace(self._new(below.owner, payload), root=stack[0].id, previous=stack[-1].id)
        stack.append(view)
        return view

    def update(self, view: View, payload: Json, *, expected_hash: str | None) -> View:
        """Replace what a view shows; what was typed into fields that stay is kept.

        Raises `ViewRefused` when it was replaced meanwhile.
        """
        if expected_hash and expected_hash != view.hash:
            raise ViewRefused("hash_conflict")
        changed = replace(view, payload=payload, hash=self._new_hash(view.id))
        if view.is_home:
            self._homes[view.owner] = changed
        else:
            stack = self._stacks[view.owner]
            stack[[shown.id for shown in stack].index(view.id)] = changed
        return changed

    def publish(self, person: str, payload: Json, *, expected_hash: str | None) -> View:
        """Put a Home tab before a person; raises `ViewRefused`."""
        shown = self._homes.get(person)
        if shown is not None:
            return self.update(shown, payload, expected_hash=expected_hash)
        self._homes[person] = self._new(person, payload)
        return self._homes[person]

    def keep_state(self, view: View, state: Json) -> View:
        """Remember what is typed in a view so far."""
        changed = replace(view, state=state)
        if view.is_home:
            self._homes[view.owner] = changed
        else:
            self._stacks[view.owner] = [
                changed if shown.id == view.id else shown for shown in self._stacks[view.owner]
            ]
        return changed

    def find(self, view_id: str) -> View:
        """Return the view of that id or external id; raises `ViewRefused`."""
        for view in self._all():
            if view_id in {view.id, view.payload.get("external_id")}:
                return view
        raise ViewRefused("not_found")

    def top(self, person: str) -> View | None:
        """Return the modal that the person has before them."""
        stack = self._stacks.get(person)
        return stack[-1] if stack else None

    def home(self, person: str) -> View | None:
        """Return the person's Home tab."""
        return self._homes.get(person)

    def close(self, view: View) -> None:
        """Take the uppermost modal away; the one below comes back."""
        stack = self._stacks.get(view.owner, [])
        self._stacks[view.owner] = [shown for shown in stack if shown.id != view.id]

    def clear(self, person: str) -> list[View]:
        """Take all modals of the person away and return them, uppermost first."""
        return list(reversed(self._stacks.pop(person, [])))

    def _all(self) -> list[View]:
        return [view for stack in self._stacks.values() for view in stack] + list(
            self._homes.values()
        )

    def _spend(self, trigger_id: str) -> Trigger:
        trigger = self._triggers.get(trigger_id)
        if trigger is None:
            raise ViewRefused("invalid_trigger_id")
        if trigger_id in self._spent:
            raise ViewRefused("exchanged_trigger_id")
        if self._clock() - trigger.at > TRIGGER_SECONDS:
            raise ViewRefused("expired_trigger_id")
        self._spent.add(trigger_id)
        return trigger

    def _refuse_twin(self, payload: Json) -> None:
        twin = payload.get("external_id")
        if twin and any(view.payload.get("external_id") == twin for view in self._all()):
            raise ViewRefused("duplicate_external_id")

    def _new(self, person: str, payload: Json) -> View:
        view_id = self._new_id("V")
        return View(view_id, person, payload, hash=self._new_hash(view_id), root=view_id)

    def _new_hash(self, view_id: str) -> str:
        seed = f"{view_id}{self._new_id('h')}"
        return f"{int(self._clock())}.{sha256(seed.encode()).hexdigest()[:8]}"
