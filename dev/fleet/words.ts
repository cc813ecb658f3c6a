/** The words that a company's names are made of. */

const list = (text: string): readonly string[] =>
  text
    .trim()
    .split(/\s*[,\n]\s*/)
    .filter((word) => word !== '');

/** What a team looks after; as people write it. */
export const AREAS = list(`
  Payments, Checkout, Cart, Catalog, Search, Pricing, Promotions, Loyalty, Fraud, Identity, Login, Accounts, Customer,
  CRM, ERP, PIM, OMS, WMS, TMS, MDM, Billing, Invoicing, Dunning, Ledger, Treasury, Tax, Shipping, Returns, Warehouse,
  Fleet, Routing, Tracking, Customs, Procurement, Supplier, Marketplace, Recommendations, Ads, Analytics, Reporting,
  Data Lake, BI, ML Platform, Feature Store, Notifications, Mail, SMS, Push, Chat, Support, Helpdesk, HR, Payroll,
  Recruiting, Travel, Expenses, Legal, Compliance, KYC, AML, Risk, Credit, Loans, Mortgage, Cards, Branch, Trading,
  Settlement, Clearing, SEPA, FX, Insurance, Claims, Policy, Underwriting, Provisioning, Number Porting, Roaming, IoT,
  Metering, Grid, Tariffs, Forecasting, Planning, Timetable, Crew, Berths, Cranes, Pilotage, Tides, Bunker, Cold Chain,
  Observability, Networking, Storage, Secrets, Certificates, CI, Release, Developer Portal, API Gateway, Service Mesh,
  Kundenservice, Auftragsmanagement, Zahlungsverkehr, Vertragsverwaltung, Lagerlogistik, Bestandsführung, Gebühren,
  Fahrzeugübergabe, Rückläufer, Prämien, Größenberater, Lösungsvertrieb, Außendienst, Schülerverkehr, Fährbetrieb,
  Câmara, Gestión de flotas, Opérations, Réservations, Überseehandel, Zollabfertigung, Personalwesen, Einkauf`);

/** What kind of team it is. */
export const SIDES = list(`
  Core, Platform, Experience, Integration, Operations, Enablement, Data, Insights, Mobile, Web, Backend, Frontend, SRE, QA,
  Tools, Automation, B2B, B2C, Partner, Legacy, Migration, Engineering, Squad, Foundation, Apps, Services, Delivery, Security`);

/** Where it works. */
export const REGIONS = list(`
  EU, US, APAC, DACH, Nordics, DE, FR, UK, IT, ES, PL, NL, AT, CH, LATAM, MEA, Hamburg, Bremen, Köln, München, Zürich, Gdańsk,
  Malmö, Tromsø, Rotterdam, Antwerp, Le Havre, Genova, Bilbao, Pune, Austin`);

/** Names that teams give themselves. */
export const CODENAMES = list(`
  Albatross, Barracuda, Cormorant, Dolphin, Eider, Falcon, Gannet, Heron, Ibis, Jackdaw, Kestrel, Limpet, Mantis, Narwhal,
  Octopus, Puffin, Quokka, Razorbill, Sandpiper, Tern, Urchin, Viper, Walrus, Yak, Zebra, Atlas, Borealis, Comet, Draco,
  Eclipse, Fusion, Gemini, Helios, Icarus, Juno, Kepler, Lyra, Merkur, Nova, Orion, Phoenix, Quasar, Rigel, Sirius, Titan,
  Umbra, Vega, Wotan, Xenon, Zephyr, Löwe, Bär, Möwe, Seehund, Schildkröte`);

/** What a service is, as it ends its name. */
export const NOUNS = list(`
  api, web, worker, gateway, portal, backend, frontend, ui, bff, consumer, producer, scheduler, importer, exporter, sync,
  connector, bridge, adapter, proxy, cache, index, search, store, db, queue, stream, events, webhooks, batch, jobs, cron,
  engine, rules, models, inference, training, features, registry, auth, login, profile, settings, admin, backoffice, console,
  reports, dashboard, metrics, alerts, audit, archive, documents, scanner, mailer, templates, renderer, pdf, images, media,
  uploads, downloads, calendar, booking, quotes, orders, invoices, refunds, ledger, limits, scoring, matching, routing,
  tracking, geo, maps, addresses, contacts, translator, feed, pim-sync, sap-bridge, s4h-connector, edi, mdm, etl, cdc, pricer`);

/** Ends of names where one word isn't enough. */
export const VARIANTS = list(
  `v2, v3, eu, us, de, ng, next, legacy, internal, public, lite, pro, async, batch, b2b, b2c, poc, 2024, k8s`,
);

/** People's names. */
export const FIRST_NAMES = list(`
  Ada, Jürgen, Jörg, Sören, Björn, Günther, Käthe, Zoë, Chloë, Renée, José, María, Íñigo, Øyvind, Åsa, Łukasz, Małgorzata,
  Žofia, Çağla, Gökhan, Ümit, Anna, Ben, Carla, David, Elif, Farid, Grace, Hannah, Ivan, Jana, Karim, Lena, Marco, Nadia,
  Oleg, Priya, Quentin, Rosa, Samir, Tomás, Ulrike, Vikram, Wei, Xenia, Yuki, Zainab, Peter, Paul, Petra, Michael, Michaela,
  Stefan, Stephanie, Thomas, Christian, Christina, Andreas, Andrea, Martin, Martina, Sabine, Nicole, Daniel, Daniela, Tim,
  Lukas, Leon, Mia, Emma, Noah, Elias, Sofia, Ananya, Arjun, Dae-jung, Min-ji, Hiroshi, Ngozi, Chidi, Amara, Kwame, Fatima`);
export const SURNAMES = list(`
  Müller, Mueller, Miller, Möller, Schröder, Schroeder, Schäfer, Weiß, Weiss, Groß, Jäger, Krüger, König, Böhm, Vögel, Köhler,
  Lindqvist, Åkesson, Ødegård, Sørensen, Nuñez, Núñez, Peña, García, Herrera, Gonçalves, Conceição, Dvořák, Novák, Nowak,
  Wójcik, Kowalski, Yılmaz, Öztürk, Şahin, Ivanova, Petrov, Kuznetsov, Park, Kim, Lee, Nguyen, Tran, Tanaka, Suzuki, Patel,
  Sharma, Singh, Iyer, Okafor, Adeyemi, Mensah, Haddad, Rahimi, Cohen, O'Brien, McDonald, van Dijk, de Vries, Janssen, Peeters,
  Dubois, Lefèvre, Rossi, Ferrari, Bianchi, Smith, Johnson, Williams, Brown, Jones, Schmidt, Schmitt, Schmitz, Fischer, Meyer,
  Meier, Maier, Mayer, Wagner, Becker, Hoffmann, Schulz, Schulze, Richter, Klein, Wolf, Neumann, Schwarz, Zimmermann, Braun`);

/** 30 tags. */
export const TAGS = list(`
  java, kotlin, go, python, node, rust, dotnet, php, kafka, postgres, redis, batch, frontend, backend, grpc, rest, graphql, pci,
  gdpr, sox, customer-facing, internal, legacy, ml, etl, edge, third-party, cots, migration-2025, cost-review`);

/** Who has an instance of their own, in names such as "portal-stadtwerke-prod". */
export const CUSTOMERS = list(`
  acme, contoso, globex, initech, hooli, umbrella, stadtwerke, sparkasse, hansa, nordwind, baltic, maersk4, tenant-17, tenant-42,
  kunde-0815, kunde-4711, region-nord, region-sued, filiale-012, filiale-113, pilot, demo, perf, loadtest, uat`);

/** What a namespace is for. */
export const PURPOSES = list(`
  serves customers, every merge lands here first, integration tests, load tests, the last look before production, nightly batch,
  trying out what is not decided yet, data migration, shared by all squads, replaces the old virtual machines, month-end closing,
  demo for partners, disaster recovery, canary of the next release, training of new colleagues`);
