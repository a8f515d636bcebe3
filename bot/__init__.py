"""The privacy helpdesk: a Slack bot that answers from a privacy notice and works rights requests.

The rooms, from the rim to the middle; each imports only downwards (import-linter holds that):

    cli, commands     the `helpdesk` command
    trial             everything put together in a pretend workspace
    app               everything put together for Slack
    stories           what the pretend workspace plays by itself
    slack             listeners, blocks, the wire: what knows Slack
    sandbox           the pretend workspace: knows Slack's wire protocol and nothing of ours
    desk              what happens; each function is one transaction:
        timetable         what is done by the clock: every round, and when it is due
        reminding, morning, unanswered, lapsing    officers are reminded; their digest; doubts left
                                      open; letters left unsent
        stepping, closing, aside      a case is taken to its end; what nobody could understand
        missed                        what no look after an outage will find
        searching, documents, moving  colleagues search; files for officers; ids that change
        requester, officer, home      what each decides by button; the Home tab
        forms, scoring, editing       a form is sent in; how a request went; a message is edited
        asker, repeating              about a question; a request repeats an earlier one
        intake                        a message comes in
        following                     it follows a case: an answer, more of the same, a new one
        answering, heard              what is said where it was asked; what was heard, and where
        own                           a requester's own request: whose it is, what is redrawn
        identity, handover            papers are posted; a case opens
        receipts, telling             a receipt follows its request; what one person alone is told,
                                      or the officers are
        values                        what every operation is told: this deployment, who acts
        tabs, casefile, naming        what the Home tab shows; what is known of a case; its name
        cards, correspondence, drafts the officers' card; which letter, filled; what is not sent yet
        channels, compliance          where the bot may answer; the officers' own channel
        beside                        what else the same person has asked for
        answered                      a case that has ended, and what comes after it
    bursts            what is said to who writes too much at once
    schema, migrations, rotation, backup, backfill, transfer, tables    the database as a whole:
                      its revision, its keys, its copies, rows of earlier versions, its move
    books             exports, evidence, reports, and what is erased
    helpdesk          a verdict -> what to say and do (pure)
    metrics           what operators look at
    register          rights requests: lifecycle, clock, audit chain
    escalations       cases in the officers' hands, and the relay
    tasks             searches that colleagues were asked to make
    delivery          what is owed to people, kept until done
    asked             what was asked, what it may be more than a question, what answers were worth
    jobs              lanes for many machines
    arrivals, lanes   what came in from Slack, and workers that keep an order
    rounds            what is walked by the clock
    references, access    what a case is called; who may do what (pure)
    sole              one process at a file
    database, settings
    engines           how a database is opened: a SQLite file, or a PostgreSQL server
    sealing           what is encrypted at rest, and how equals are found
    together          what waits is done together: many transactions, one commit
    unusable          why the database is of no use, in one sentence
    masking, pacing   no number of an identity paper is kept; how much anybody is answered (pure)
    papers            what identity papers look like (pure)
    breaches          the hours of a possible breach (pure)
    places, logs, clock, counting

The privacy notice and what is understood of a question live in the package `knowledge`.
"""
