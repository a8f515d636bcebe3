"""Uploads as Slack's own client makes them, and what Slack refuses."""

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.example import ASK_PRIVACY, COMPLIANCE
from bot.sandbox.server import Sandbox


async def test_a_file_that_slacks_client_uploads_stands_in_the_channel(
    sandbox: Sandbox, client: AsyncWebClient
) -> None:
    await client.files_upload_v2(
        channel=COMPLIANCE, filename="cases.csv", content="a,b\n1,2\n", initial_comment="Here."
    )

    history = await client.conversations_history(channel=COMPLIANCE)
    (message,) = history["messages"]
    (file,) = message["files"]
    assert (message["text"], message["subtype"], file["name"]) == (
        "Here.",
        "file_share",
        "cases.csv",
    )
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{sandbox.address}/files/{file['id']}") as answer,
    ):
        assert await answer.read() == b"a,b\n1,2\n"


async def test_an_upload_must_be_announced_with_its_length(client: AsyncWebClient) -> None:
    with pytest.raises(SlackApiError, match="invalid_arguments"):
        await client.files_getUploadURLExternal(filename="cases.csv", length=0)


async def test_bytes_of_another_length_are_not_taken(client: AsyncWebClient) -> None:
    announced = await client.files_getUploadURLExternal(filename="cases.csv", length=9)

    async with (
        aiohttp.ClientSession() as session,
        session.post(announced["upload_url"], data=b"short") as answer,
    ):
        assert answer.status == 400


async def test_what_was_never_uploaded_is_not_shared(client: AsyncWebClient) -> None:
    announced = await client.files_getUploadURLExternal(filename="cases.csv", length=9)

    with pytest.raises(SlackApiError, match="file_not_found"):
        await client.files_completeUploadExternal(
            files=[{"id": announced["file_id"]}], channel_id=COMPLIANCE
        )


async def test_a_file_is_shared_once(client: AsyncWebClient) -> None:
    await client.files_upload_v2(channel=ASK_PRIVACY, filename="a.csv", content="a")
    history = await client.conversations_history(channel=ASK_PRIVACY)
    (file,) = history["messages"][0]["files"]

    with pytest.raises(SlackApiError, match="file_not_found"):
        await client.files_completeUploadExternal(
            files=[{"id": file["id"]}], channel_id=ASK_PRIVACY
        )


async def test_an_upload_that_is_refused_can_be_shared_afterwards(client: AsyncWebClient) -> None:
    announced = await client.files_getUploadURLExternal(filename="a.csv", length=1)
    async with (
        aiohttp.ClientSession() as session,
        session.post(announced["upload_url"], data=b"a") as answer,
    ):
        assert answer.status == 200
    file: dict[str, str | None] = {"id": announced["file_id"]}
    other: dict[str, str | None] = {"id": "F0NONE"}

    with pytest.raises(SlackApiError, match="channel_not_found"):
        await client.files_completeUploadExternal(files=[file], channel_id="C0NONE")
    with pytest.raises(SlackApiError, match="file_not_found"):
        await client.files_completeUploadExternal(files=[file, other], channel_id=ASK_PRIVACY)
    shared = await client.files_completeUploadExternal(files=[file], channel_id=ASK_PRIVACY)

    assert shared["files"][0]["id"] == announced["file_id"]


@pytest.mark.parametrize("files", ["nonsense", '[{"name": 1}]', "7"])
async def test_a_list_of_files_that_is_none_is_refused(client: AsyncWebClient, files: str) -> None:
    with pytest.raises(SlackApiError, match="invalid_arguments"):
        await client.api_call("files.completeUploadExternal", data={"files": files})


async def test_who_asks_for_a_file_that_is_not_there_reads_so(sandbox: Sandbox) -> None:
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{sandbox.address}/files/F0NONE") as answer,
    ):
        assert answer.status == 404
