"""A pretend Slack workspace: the Web API, signed events and a page, in one process.

It speaks Slack's wire protocol and knows nothing of the app that it is tried with.

    clock                                                       its time, which can be moved
    values > shapes, composing > workspace (+ views, rules)     what there is
    web_api + methods                                           what the app may call
    payloads > events > couriers, sockets                       what the app is told, and how
    acts                                                        what a person does
    server + page + rendering                                   the browser's view of it
    driver                                                      the tests' view of it
"""
