"""The topic ids that the Next Connex folder answers, as agreed; it may have more."""

from typing import Final

TOPICS: Final = frozenset(
    f"{group}.{topic}" if topic else group
    for group, topics in {
        "about": ("company",),
        "changes": ("notice", "effective_date"),
        "complaints": ("ico",),
        "contact": ("dpo", "compliance"),
        "data": (
            "categories",
            "contact",
            "payment",
            "service_usage",
            "location_ip",
            "sources",
            "third_party_sources",
            "website_recording",
            "cookies",
        ),
        "lawful_basis": ("",),
        "marketing": ("opt_out",),
        "purposes": (
            "overview",
            "improve",
            "provide",
            "legal",
            "monitoring",
            "marketing",
            "credit_fraud",
        ),
        "retention": ("period", "after_leaving", "reasons"),
        "rights": (
            "overview",
            "informed",
            "rectification",
            "erasure",
            "access",
            "objection_restriction",
            "complaint",
            "how",
            "identity",
            "deadline",
            "by_post",
            "fee_refusal",
        ),
        "security": ("measures", "communications", "forums", "third_party_sites", "your_part"),
        "sharing": (
            "who",
            "group",
            "authorities",
            "credit_debt",
            "ownership_change",
            "emergencies",
            "marketing",
        ),
        "transfers": ("outside_eea", "safeguards"),
    }.items()
    for topic in topics
)
