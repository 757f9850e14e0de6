package gpcm.node.web;

import gpcm.node.bulk.BulkActs;
import gpcm.node.coded.CodedWork;
import gpcm.node.confirming.Confirmations;
import gpcm.node.content.ContentStore;
import gpcm.node.desk.Desk;
import gpcm.node.escalating.Escalations;
import gpcm.node.handover.HandOver;
import gpcm.node.journal.Alerts;
import gpcm.node.ledger.Callers;
import gpcm.node.notifying.AlertChannels;
import gpcm.node.people.Directory;
import gpcm.node.people.Extent;
import gpcm.node.providers.CareProviders;
import gpcm.node.receiving.Answers;
import gpcm.node.receiving.BusinessDecisions;
import gpcm.node.receiving.ReceivedDocuments;
import gpcm.node.receiving.Worklist;
import gpcm.node.reporting.Reports;
import gpcm.node.sending.Consultations;
import gpcm.node.sending.FollowUpList;
import gpcm.node.sending.Outbox;
import gpcm.node.sending.SendingRules;
import gpcm.node.traffic.Traffic;
import gpcm.node.viewing.Viewing;
import gpcm.node.viewing.ViewingTickets;
import gpcm.node.working.Arrangements;
import gpcm.node.working.Teams;
import gpcm.node.working.WorkLists;
import gpcm.node.working.Working;
import java.time.InstantSource;
import java.util.function.Function;

/**
 * What of a node is served over HTTP.
 *
 * @param outbox what its organisations send
 * @param bulkActs what is done with many documents of it
 * @param consultations what happens to consultations where they are recorded
 * @param followUps what is to be done because consultations were deleted
 * @param sendingRules what organisations set about sending
 * @param worklist what they received
 * @param documents the messages that it came in, to be read again
 * @param working what people do with it
 * @param lists the lists they find it in
 * @param teams who they are
 * @param arrangements what organisations set about their work
 * @param coded the review of what is coded in it
 * @param handOver what of it is offered to record systems
 * @param answers what they answered
 * @param decisions what people decide about what they received
 * @param escalations what was received and is sent on
 * @param providers whom patients can choose from
 * @param alerts what a person must know
 * @param channels whom that reaches
 * @param content the bytes of documents and attachments
 * @param viewing what their pages look like
 * @param tickets who may look at them in a frame
 * @param nodes who works on it, and how far behind they are
 * @param desk the system as a whole, for who runs it
 * @param reports what organisations received and sent, counted
 * @param traffic the messages that went and came, for who runs it
 * @param health whether it can answer at all
 * @param metrics its figures for some of its organisations, as Prometheus asks for them
 * @param directory who is known here
 * @param confirmations what waits for a second person
 * @param audited where it is told who saw and did what
 * @param waysIn how they sign in
 * @param callers who waits for an answer
 * @param clock the node's clock
 */
public record Served(
    Outbox outbox,
    BulkActs bulkActs,
    Consultations consultations,
    FollowUpList followUps,
    SendingRules sendingRules,
    Worklist worklist,
    ReceivedDocuments documents,
    Working working,
    WorkLists lists,
    Teams teams,
    Arrangements arrangements,
    CodedWork coded,
    HandOver handOver,
    Answers answers,
    BusinessDecisions decisions,
    Escalations escalations,
    CareProviders providers,
    Alerts alerts,
    AlertChannels channels,
    ContentStore content,
    Viewing viewing,
    ViewingTickets tickets,
    NodesView nodes,
    Desk desk,
    Reports reports,
    Traffic traffic,
    Health health,
    Function<Extent, String> metrics,
    Directory directory,
    Confirmations confirmations,
    Audited audited,
    WaysIn waysIn,
    Callers callers,
    InstantSource clock) {}
