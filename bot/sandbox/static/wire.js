// Talking to the server: questions by GET, acts by POST, both as JSON.

export async function ask(what, asked) {
  const named = Object.entries(asked).filter(([, value]) => value);
  const answer = await fetch(`/page/${what}?${new URLSearchParams(named)}`);
  if (!answer.ok) throw new Error(`${what}: ${answer.status}`);
  return answer.json();
}

export async function tell(act, asked) {
  try {
    const answer = await fetch(`/page/${act}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(asked),
    });
    return await answer.json();
  } catch {
    return { problem: "The sandbox does not answer. Is it still running?" };
  }
}
