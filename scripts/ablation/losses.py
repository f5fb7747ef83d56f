"""What the rows of the ablation minimise."""

import math

import torch
from torch.nn.functional import cross_entropy, normalize

#: What the adversary and the distance of the two encoders count (Liu et al. 2017).
ADVERSARY, ORTHOGONAL = 0.05, 0.01
#: As in src/training/sentences.ts.
SHARPNESS, NEIGHBOURS = 15, 0.1


def balanced(loss, labels, log_variance, balance):
    """A task's loss beside those of the others. log_variance: learnt, of this task.

    >>> float(balanced(torch.tensor(math.log(2)), 2, None, "labels"))
    1.0
    >>> float(balanced(torch.tensor(3.0), 2, torch.tensor(0.0), "uncertainty"))
    3.0
    """
    match balance:
        case "labels":  # One for who guesses, however many labels there are.
            return loss / math.log(labels)
        case "uncertainty":  # Kendall et al. 2018, for classification.
            return loss * torch.exp(-log_variance) + log_variance / 2
        case _:
            return loss


def adversarial(network, pooled, task):
    """The discriminator learns which task a text is of, and the shared encoder, whose gradient is turned, to hide it.
    pooled: [batch, features]."""
    turned = 2 * pooled.detach() - pooled
    return ADVERSARY * cross_entropy(network.discriminator(turned), torch.full((len(pooled),), task))


def orthogonal(shared, own):
    """What the two encoders say alike: 0 where they have nothing in common, 1 where all texts look the same to both.

    >>> x = torch.eye(4)
    >>> [round(float(value), 4) for value in (orthogonal(x, x), orthogonal(torch.ones(4, 2), torch.ones(4, 3)))]
    [0.25, 1.0]
    """
    return (normalize(shared).T @ normalize(own)).square().sum() / len(shared) ** 2


def sentence_loss(vectors, targets):
    """One minus the cosine, and a share of the cross-entropy between likenesses to the others of the batch.

    >>> x = normalize(torch.randn(8, 4))
    >>> bool(sentence_loss(x, x) < sentence_loss(x, x.roll(1, 0)))
    True
    """
    distance = 1 - (vectors * targets).sum(1).mean()
    likeness = lambda x: (SHARPNESS * x @ x.T).fill_diagonal_(-1e4)
    return distance + NEIGHBOURS * cross_entropy(likeness(vectors), likeness(targets).softmax(1))


def language_loss(network, ids, lengths):
    """Each direction says the word that comes next to it, out of the words of the batch."""
    mask = ids > 0
    states = network.encoder(network.embedding(ids), lengths)
    ahead, back = states.chunk(2, 2)
    names, places = ids.unique(return_inverse=True)
    table = network.embedding(names)
    both = mask[:, 1:] & mask[:, :-1]
    following = cross_entropy(network.next_word(ahead[:, :-1][both]) @ table.T, places[:, 1:][both])
    before = cross_entropy(network.word_before(back[:, 1:][both]) @ table.T, places[:, :-1][both])
    return (following + before) / 2
