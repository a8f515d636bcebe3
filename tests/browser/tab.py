"""A tab with the sandbox's page in it, and what a person does there."""

from dataclasses import dataclass

from playwright.async_api import Locator, Page, expect

MAY_TAKE_MS = 60_000


@dataclass(frozen=True)
class Tab:
    """The page as somebody uses it."""

    page: Page
    address: str

    async def open(self) -> None:
        """Load the page and wait until it shows who is here."""
        self.page.set_default_timeout(MAY_TAKE_MS)
        expect.set_options(timeout=MAY_TAKE_MS)
        await self.page.goto(self.address)
        await expect(self.page.get_by_role("button", name="Priya Nair")).to_be_visible()

    async def is_person(self, name: str) -> None:
        """Become somebody else."""
        await self.page.locator("#people").get_by_role("button", name=name).click()
        await expect(self.page.locator('#people [aria-pressed="true"]')).to_contain_text(name)

    async def goes_to(self, place: str) -> None:
        """Open a channel, or the app's own conversation."""
        await self.page.locator("#sidebar").get_by_role("button", name=place).click()
        await expect(self.page.locator("#heading h1")).to_contain_text(place)

    async def writes(self, words: str) -> None:
        """Write into the channel that is open, and send it with Enter."""
        area = self.page.locator("#composer textarea")
        await area.fill(words)
        await area.press("Enter")
        await expect(area).to_have_value("")

    def message(self, words: str) -> Locator:
        """Return the newest message with these words, wherever it stands."""
        return self.page.locator(".message:visible").filter(has_text=words).last

    async def sees(self, words: str) -> Locator:
        """Wait for a message with these words, and return it."""
        message = self.message(words)
        await expect(message).to_be_visible()
        return message

    @property
    def card(self) -> Locator:
        """The newest case's card; the morning's digest names the case too, and may come later."""
        return self.page.locator("#messages .message").filter(has=self.page.locator("select")).last

    @property
    def modal(self) -> Locator:
        """The form that is open."""
        return self.page.locator("#modal")
