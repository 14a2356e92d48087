"""English function words, left out of the lexical index: they say nothing of a subject."""

from __future__ import annotations

STOP_WORDS = frozenset(
    """
    a about above after again against all also am an and any are aren't as at be because been
    before being below between both but by can can't cannot could couldn't did didn't do does
    doesn't doing don't down during each either else ever every few for from further had hadn't
    has hasn't have haven't having he her here hers herself him himself his how however i i'd
    i'll i'm i've if in into is isn't it its itself just let's may me might more most much must
    my myself neither no nor not of off on once only or other ought our ours ourselves out over
    own please quite rather same shall she should shouldn't since so some such than that the
    their theirs them themselves then there these they they're they've this those through to too
    under until up upon us very was wasn't we we'll we're we've were weren't what whatever when
    where whether which while who whom whose why will with won't would wouldn't yet you you'd
    you'll you're you've your yours yourself yourselves
    """.split()
)
