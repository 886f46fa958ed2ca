-- The tables that Gammu SMSD keeps, as far as the daemon and this product use them: schema version 17.
-- Load it into an empty PostgreSQL database. Gammu brings a file of its own for the same purpose, which does as well.
-- The daemon writes local times of its own session, so the database has one time zone for everybody.

DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET timezone TO %L', current_database(), 'UTC'); END $$;
SET timezone TO 'UTC';

CREATE TABLE gammu ("Version" smallint PRIMARY KEY);
INSERT INTO gammu VALUES (17);

CREATE TABLE phones (
    "IMEI" varchar(35) PRIMARY KEY,
    "IMSI" varchar(35) NOT NULL,
    "ID" text NOT NULL,
    "Client" text NOT NULL,
    "NetCode" varchar(10),
    "NetName" varchar(35),
    "Send" boolean NOT NULL DEFAULT false,
    "Receive" boolean NOT NULL DEFAULT false,
    "Battery" integer NOT NULL DEFAULT -1,
    "Signal" integer NOT NULL DEFAULT -1,
    "Sent" integer NOT NULL DEFAULT 0,
    "Received" integer NOT NULL DEFAULT 0,
    "TimeOut" timestamp(0) NOT NULL DEFAULT localtimestamp(0),
    "InsertIntoDB" timestamp(0) NOT NULL DEFAULT localtimestamp(0),
    "UpdatedInDB" timestamp(0) NOT NULL DEFAULT localtimestamp(0)
);

CREATE TABLE inbox (
    "ID" serial PRIMARY KEY,
    "SenderNumber" varchar(20) NOT NULL DEFAULT '',
    "SMSCNumber" varchar(20) NOT NULL DEFAULT '',
    "RecipientID" text NOT NULL,
    "ReceivingDateTime" timestamp(0) NOT NULL DEFAULT localtimestamp(0),
    "Coding" varchar(255) NOT NULL DEFAULT 'Default_No_Compression',
    "UDH" text NOT NULL,
    "Text" text NOT NULL,
    "TextDecoded" text NOT NULL DEFAULT '',
    "Class" integer NOT NULL DEFAULT -1,
    "Status" integer NOT NULL DEFAULT -1,
    "Processed" boolean NOT NULL DEFAULT false,
    "UpdatedInDB" timestamp(0) NOT NULL DEFAULT localtimestamp(0)
);
CREATE INDEX inbox_unprocessed ON inbox ("ID") WHERE NOT "Processed";

CREATE TABLE outbox (
    "ID" serial PRIMARY KEY,
    "CreatorID" text NOT NULL,
    "SenderID" varchar(255),
    "DestinationNumber" varchar(20) NOT NULL DEFAULT '',
    "Coding" varchar(255) NOT NULL DEFAULT 'Default_No_Compression',
    "UDH" text,
    "Text" text,
    "TextDecoded" text NOT NULL DEFAULT '',
    "MultiPart" boolean NOT NULL DEFAULT false,
    "Class" integer DEFAULT -1,
    "RelativeValidity" integer DEFAULT -1,
    "DeliveryReport" varchar(10) DEFAULT 'default' CHECK ("DeliveryReport" IN ('default', 'yes', 'no')),
    "Priority" integer DEFAULT 0,
    "Retries" integer DEFAULT 0,
    "Status" varchar(255) NOT NULL DEFAULT 'Reserved',
    "StatusCode" integer NOT NULL DEFAULT -1,
    "SendBefore" time NOT NULL DEFAULT '23:59:59',
    "SendAfter" time NOT NULL DEFAULT '00:00:00',
    "SendingDateTime" timestamp NOT NULL DEFAULT localtimestamp(0),
    "SendingTimeOut" timestamp(0) NOT NULL DEFAULT localtimestamp(0),
    "InsertIntoDB" timestamp(0) NOT NULL DEFAULT localtimestamp(0),
    "UpdatedInDB" timestamp(0) NOT NULL DEFAULT localtimestamp(0)
);
CREATE INDEX outbox_due ON outbox ("SendingDateTime", "SendingTimeOut");
CREATE INDEX outbox_creator ON outbox ("CreatorID");

CREATE TABLE outbox_multipart (
    "ID" integer NOT NULL,
    "SequencePosition" integer NOT NULL,
    "Coding" varchar(255) NOT NULL DEFAULT 'Default_No_Compression',
    "UDH" text,
    "Text" text,
    "TextDecoded" text,
    "Class" integer DEFAULT -1,
    "Status" varchar(255) NOT NULL DEFAULT 'Reserved',
    "StatusCode" integer NOT NULL DEFAULT -1,
    PRIMARY KEY ("ID", "SequencePosition")
);

CREATE TABLE sentitems (
    "ID" integer NOT NULL,
    "SequencePosition" integer NOT NULL DEFAULT 1,
    "CreatorID" text NOT NULL,
    "SenderID" varchar(255) NOT NULL,
    "DestinationNumber" varchar(20) NOT NULL DEFAULT '',
    "SMSCNumber" varchar(20) NOT NULL DEFAULT '',
    "Coding" varchar(255) NOT NULL DEFAULT 'Default_No_Compression',
    "UDH" text NOT NULL,
    "Text" text NOT NULL,
    "TextDecoded" text NOT NULL DEFAULT '',
    "Class" integer NOT NULL DEFAULT -1,
    "RelativeValidity" integer NOT NULL DEFAULT -1,
    "Status" varchar(255) NOT NULL DEFAULT 'SendingOK',
    "StatusError" integer NOT NULL DEFAULT -1,
    "StatusCode" integer NOT NULL DEFAULT -1,
    "TPMR" integer NOT NULL DEFAULT -1,
    "SendingDateTime" timestamp(0) NOT NULL DEFAULT localtimestamp(0),
    "DeliveryDateTime" timestamp(0),
    "InsertIntoDB" timestamp(0) NOT NULL DEFAULT localtimestamp(0),
    "UpdatedInDB" timestamp(0) NOT NULL DEFAULT localtimestamp(0),
    PRIMARY KEY ("ID", "SequencePosition")
);
CREATE INDEX sentitems_reference ON sentitems ("TPMR", "DestinationNumber");
CREATE INDEX sentitems_changed ON sentitems ("UpdatedInDB");
CREATE INDEX sentitems_creator ON sentitems ("CreatorID");

CREATE FUNCTION gammu_note_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW."UpdatedInDB" := localtimestamp(0);
    RETURN NEW;
END $$;
CREATE TRIGGER changed BEFORE UPDATE ON phones FOR EACH ROW EXECUTE FUNCTION gammu_note_change();
CREATE TRIGGER changed BEFORE UPDATE ON inbox FOR EACH ROW EXECUTE FUNCTION gammu_note_change();
CREATE TRIGGER changed BEFORE UPDATE ON outbox FOR EACH ROW EXECUTE FUNCTION gammu_note_change();
CREATE TRIGGER changed BEFORE UPDATE ON sentitems FOR EACH ROW EXECUTE FUNCTION gammu_note_change();
