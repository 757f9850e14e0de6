package gpcm.node.providers;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A provider as somebody who looks for one near a place sees it. Immutable.
 *
 * @param provider who it is
 * @param nearness how much of the postcode agrees; empty when a point was asked for
 * @param kilometres how far it is from the point that was asked for, to a tenth
 * @param mailbox whether MESH can carry documents there
 * @param usualAnswer how long it usually took to answer this organisation
 */
public record NearbyProvider(
    Provider provider,
    Optional<Nearness> nearness,
    OptionalDouble kilometres,
    MailboxFinding mailbox,
    Optional<Duration> usualAnswer) {}
