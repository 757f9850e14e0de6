package gpcm.node.signin;

import java.util.Locale;

/**
 * Why somebody may not come in. Each reason is a type of its own; none holds a token or a secret.
 */
public sealed interface SignInRefusal
    permits TokenFault, SignInRefusal.OfRequest, SignInRefusal.OfToken, SignInRefusal.OfPerson {

  /** What happened and what to do, for the person, the log and the audit. */
  String text();

  /** The reason's name for machines, like {@code state-unknown}. */
  default String reason() {
    return Reasons.name(this);
  }

  /** Before the provider said who it is. */
  sealed interface OfRequest extends SignInRefusal {}

  /** The answer carries no state that is waited for: used, invented, or gone. */
  record StateUnknown() implements OfRequest {
    @Override
    public String text() {
      return "This sign-in is not one that was begun here, or it was used already; begin again";
    }
  }

  /** It took longer than ten minutes. */
  record StateTooOld() implements OfRequest {
    @Override
    public String text() {
      return "This sign-in was begun more than ten minutes ago; begin again";
    }
  }

  /** The answer came through another browser than the one that began. */
  record OtherBrowser() implements OfRequest {
    @Override
    public String text() {
      return "This sign-in was begun in another browser; begin again in this one";
    }
  }

  /** The answer says that it is another provider's (RFC 9207). */
  record MixedUp(String issuer) implements OfRequest {
    @Override
    public String text() {
      return "The answer says it is from '%s', which was not asked".formatted(issuer);
    }
  }

  /** The provider says no. */
  record ProviderRefused(String error, String description) implements OfRequest {
    @Override
    public String text() {
      return "The provider refuses: %s%s"
          .formatted(error, description.isEmpty() ? "" : " (" + description + ")");
    }
  }

  /** The answer has neither code nor error. */
  record NoCode() implements OfRequest {
    @Override
    public String text() {
      return "The provider's answer has no code";
    }
  }

  /** The provider can't be asked, or does not answer as the standard says. */
  record ProviderUnavailable(String why) implements OfRequest {
    @Override
    public String text() {
      return "The provider can't be asked: %s; try again later".formatted(why);
    }
  }

  /** The node's own key or secret can't be used. */
  record OwnProofUnusable(String why) implements OfRequest {
    @Override
    public String text() {
      return "This node can't prove itself to the provider: " + why;
    }
  }

  /** The provider's metadata is another provider's. */
  record MetadataOfAnother(String issuer) implements OfRequest {
    @Override
    public String text() {
      return "The provider's metadata is that of '%s'; sign-in.providers issuer must be the same"
              .formatted(issuer)
          + " text";
    }
  }

  /** What the id token says is not for this sign-in. */
  sealed interface OfToken extends SignInRefusal {}

  record NoIdToken() implements OfToken {
    @Override
    public String text() {
      return "The provider gave no id token";
    }
  }

  record WrongIssuer(String found) implements OfToken {
    @Override
    public String text() {
      return "The id token is of the issuer '%s'".formatted(found);
    }
  }

  record WrongAudience(String found) implements OfToken {
    @Override
    public String text() {
      return "The id token is for %s, not for this client".formatted(found);
    }
  }

  /** For several clients, and issued to none or another. */
  record WrongAuthorizedParty(String found) implements OfToken {
    @Override
    public String text() {
      return "The id token is for several clients and was issued to '%s'".formatted(found);
    }
  }

  record Expired() implements OfToken {
    @Override
    public String text() {
      return "The id token has expired; if it just came, one of the clocks is wrong";
    }
  }

  record IssuedInFuture() implements OfToken {
    @Override
    public String text() {
      return "The id token is issued in the future; one of the clocks is wrong";
    }
  }

  record WrongNonce() implements OfToken {
    @Override
    public String text() {
      return "The id token is that of another sign-in";
    }
  }

  record WrongAccessTokenHash() implements OfToken {
    @Override
    public String text() {
      return "The id token belongs to another access token";
    }
  }

  record UserInfoUnreadable(String why) implements OfToken {
    @Override
    public String text() {
      return "What the provider says about the person can't be read: " + why;
    }
  }

  record UserInfoOfAnother() implements OfToken {
    @Override
    public String text() {
      return "What the provider says about the person is about somebody else: sub differs";
    }
  }

  record UidOfAnother() implements OfToken {
    @Override
    public String text() {
      return "What the provider says about the person is about somebody else: uid differs";
    }
  }

  /** The person is who they are, and that is not enough. */
  sealed interface OfPerson extends SignInRefusal {}

  /** The claim that persons are known by is not there. */
  record NoSubject() implements OfPerson {
    @Override
    public String text() {
      return "The provider does not say what it knows the person by; see claims.subject";
    }
  }

  /** A fresh sign-in was for somebody else than the one who works here. */
  record OtherPerson() implements OfPerson {
    @Override
    public String text() {
      return "Somebody else signed in than the one whose session this is; sign out first";
    }
  }

  record AuthTimeMissing() implements OfPerson {
    @Override
    public String text() {
      return "The provider does not say when the person signed in (auth_time)";
    }
  }

  record AuthenticationTooOld() implements OfPerson {
    @Override
    public String text() {
      return "The person signed in at the provider too long ago; sign out there and begin again";
    }
  }

  record AcrMissing() implements OfPerson {
    @Override
    public String text() {
      return "The provider does not say how the person signed in (acr)";
    }
  }

  record AcrUnknown(String found) implements OfPerson {
    @Override
    public String text() {
      return "How the person signed in, '%s', is not in sign-in.providers levels".formatted(found);
    }
  }

  /** The two claims about the level disagree. */
  record LevelContradicts(String found, int level) implements OfPerson {
    @Override
    public String text() {
      return "The provider says level '%s' and a way of signing in that has level %d"
          .formatted(found, level);
    }
  }

  record LevelTooLow(int found, int minimum) implements OfPerson {
    @Override
    public String text() {
      return "The person signed in with level %d, and level %d is needed: use a smartcard, a security key"
              .formatted(found, minimum)
          + " or an authenticator app";
    }
  }

  record IdentityLevelMissing() implements OfPerson {
    @Override
    public String text() {
      return "The provider does not say how well the person was identified";
    }
  }

  record IdentityLevelTooLow(String found, int minimum) implements OfPerson {
    @Override
    public String text() {
      return "The person was identified with level '%s', and level %d is needed; ask the registration"
              .formatted(found, minimum)
          + " authority";
    }
  }

  record NoRole() implements OfPerson {
    @Override
    public String text() {
      return "The person has no role; ask the administrator of the organisation";
    }
  }

  record NoRoleSelected() implements OfPerson {
    @Override
    public String text() {
      return "The provider does not say which role the person has chosen";
    }
  }

  record SelectedRoleUnknown(String found) implements OfPerson {
    @Override
    public String text() {
      return "The role that was chosen, '%s', is none of the person's".formatted(found);
    }
  }

  record OrganisationNotServed(String found) implements OfPerson {
    @Override
    public String text() {
      return "The person works at '%s', which this node does not serve".formatted(found);
    }
  }

  record RoleGivesNothing(String code, String name) implements OfPerson {
    @Override
    public String text() {
      return "The role %s %s gives nothing here; ask the administrator of the organisation"
          .formatted(code, name)
          .replace("  ", " ");
    }
  }

  /** Makes names of reasons. */
  final class Reasons {
    private Reasons() {}

    static String name(Object reason) {
      return reason
          .getClass()
          .getSimpleName()
          .replaceAll("(?<=[a-z])(?=[A-Z])", "-")
          .toLowerCase(Locale.ROOT);
    }
  }
}
