"""The privacy helpdesk: a Slack bot that answers from a privacy notice and works rights requests.

The rooms, from the rim to the middle; each imports only downwards (import-linter holds that):

    cli, commands     the `helpdesk` command
    app, trial        everything put together: for Slack, and in a pretend workspace
    stories           what the pretend workspace plays by itself
    slack             listeners, blocks, the wire: what knows Slack
    sandbox           the pretend workspace: knows Slack's wire protocol and nothing of ours
    timetable         what the desk does by the clock: every round, and when it is due
    moving            a channel goes on under another id
    reminding         officers are reminded of their cases
    documents         files that officers ask for, made when they are sent
    searching, tasks  a colleague is asked to search one system
    morning           the morning digest, and the audit chain's daily anchor
    stepping, closing an officer takes a case to its end  each function is one transaction
    requester         what a requester decides
    officer           what an officer does with any case
    casefile          a case as an officer looks into it
    home, tabs        what a person finds in the Home tab
    asker             what an asker decides
    editing           a message is edited
    repeating         an officer adds a request to the earlier one that it repeats
    intake            a message comes in
    identity, bursts  what does not belong in Slack is posted; too much at once
    handover          a case opens
    books             exports, evidence, reports, and what is erased
    channels          where the bot may answer among strangers
    compliance        whether the compliance channel is fit
    cards             the officers' card follows the request
    correspondence    which letter goes with a step, filled (pure)
    drafts            what is about to be sent
    helpdesk          a verdict -> what to say and do (pure)
    metrics           what operators look at
    register          rights requests: lifecycle, clock, audit chain
    escalations       cases in the officers' hands, and the relay
    delivery          what is owed to people, kept until done
    arrivals, lanes   what came in from Slack, and workers that keep an order
    jobs              the same for many machines
    rounds            what is walked by the clock
    questions, doubts, feedback, opinions, gaps
                      what was asked, what may be more, what it was worth
    sole              one process at a file
    database, settings, logs, places, references, access
    schema, rotation, backup    the database as a whole: its revision, its keys, its copies
    pacing            how much anybody is answered in a while (pure)
    masking, papers   no number of an identity paper is kept (pure)

The privacy notice and what is understood of a question live in the package `knowledge`.
"""
