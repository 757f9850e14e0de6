package gpcm.node;

import gpcm.attachments.AttachmentChecks;
import gpcm.attachments.AttachmentPolicy;
import gpcm.message.SourceFinding;
import gpcm.message.Tolerances;
import gpcm.node.config.IntakeSettings;
import gpcm.node.config.IntakeSettings.AttachmentLimits;
import gpcm.node.config.NodeConfiguration;
import gpcm.node.config.ReceivingSettings;
import gpcm.rules.Rules;
import gpcm.rules.catalogue.RuleCatalogue;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What messages are checked against: strictly when they are sent, and when they are received with
 * what the configuration tolerates.
 *
 * @param catalogue the rules for what is tolerated
 * @param looks the look inside of attachments for what is accepted
 */
record MessageChecks(
    Function<Tolerances, Rules> catalogue, Function<AttachmentPolicy, AttachmentChecks> looks) {

  static MessageChecks standard() {
    return new MessageChecks(RuleCatalogue::rules, AttachmentChecks::of);
  }

  Rules ofSent() {
    return catalogue.apply(Tolerances.NONE);
  }

  Rules ofReceived(ReceivingSettings settings) {
    return catalogue.apply(tolerances(settings));
  }

  static Tolerances tolerances(ReceivingSettings settings) {
    Tolerances tolerances = Tolerances.ALL;
    for (SourceFinding.Kind kind : settings.strict()) {
      tolerances = tolerances.without(kind);
    }
    return tolerances;
  }

  // What a receiver with the usual settings takes, and what this node takes itself.
  AttachmentChecks ofSentAttachments(NodeConfiguration configuration) {
    return looking(
        new AttachmentPolicy(
            Stream.concat(
                    AttachmentPolicy.USUAL_TYPES.stream(),
                    configuration.receiving().attachmentTypes().stream())
                .collect(Collectors.toUnmodifiableSet())),
        configuration);
  }

  /** By ODS code: each organisation has a policy of its own, or the node's. */
  Map<String, AttachmentChecks> ofReceivedAttachments(NodeConfiguration configuration) {
    return configuration.organisations().stream()
        .collect(
            Collectors.toUnmodifiableMap(
                each -> each.ods().value(), each -> ofReceived(each.intake(), configuration)));
  }

  private AttachmentChecks ofReceived(IntakeSettings intake, NodeConfiguration configuration) {
    AttachmentLimits own = intake.attachments();
    return looking(
        new AttachmentPolicy(
            Set.copyOf(
                own.types().isEmpty() ? configuration.receiving().attachmentTypes() : own.types()),
            own.largest().map(size -> OptionalLong.of(size.bytes())).orElse(OptionalLong.empty()),
            own.most().map(OptionalInt::of).orElse(OptionalInt.empty())),
        configuration);
  }

  private AttachmentChecks looking(AttachmentPolicy policy, NodeConfiguration configuration) {
    return looks.apply(policy).scanning(configuration.scanning().scanner());
  }
}
