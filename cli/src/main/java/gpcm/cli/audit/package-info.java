/** The commands that check an audit log outside of its database. */
package gpcm.cli.audit;
