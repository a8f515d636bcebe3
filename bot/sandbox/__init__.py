"""A pretend Slack workspace: the Web API, signed events and a page, in one process.

It speaks Slack's wire protocol and knows nothing of the app that it is tried with.

    values, happenings                      what there is, and what may happen to it
    clock, views, files > workspace         its state; every change is told
    example                                 a small one to begin with
    limits, block_ids, elements             blocks: what Slack refuses, adds, and takes from a form
    composing, shapes                       what is typed -> what Slack stores -> its JSON
    coverage, faults, methods > web_api     what the app may call, and what goes wrong on purpose
    payloads, interactions                  what the app is told, in Slack's words
    couriers, sockets > events              how it is told, until it has taken it
    responses, record                       how it answers; everything that was said
    menus > acts                            what a person can do, and does
    markup, reader, emoji > mrkdwn, rich_text, markdown, controls > rendering > messages
                                            blocks and messages as HTML for a reader
    scene, behind                           what a person sees, and what was sent for it
    page_acts > page, static                the browser's end
    stories, playing                        what the page plays by itself
    server                                  all of it, on the loopback
    seen, plain_text, pointing, changes > driver, upheavals     the tests' view of it
"""
