package mapping_test

import (
	"strings"
	"testing"

	"salesops/connectors/mapping"
	"salesops/sales"
)

// foreign are tables with headers in German, French, Spanish and Portuguese, and what the suggested
// mapping says of them.
var foreign = []struct {
	file, text string
	says       []string
}{
	{"export.csv",
		"Geschäft;Betrag (EUR);Phase;Abschlussdatum;Erstellt " +
			"am;Besitzer;Firma;Wahrscheinlichkeit\nDach;1.200,50;Gewonnen;31.03.2026;05.01.2026;Ann;Acme;1\n" +
			"Tor;900,00;Verloren;30.04.2026;07.01.2026;Bob;Beta;0\n" +
			"Zaun;500,00;Angebot;30.06.2026;09.01.2026;Bob;Beta;0,4\n",
		[]string{"object: deal", "name: Geschäft", "amount: Betrag (EUR)", "stage: Phase", "close_date: Abschlussdatum",
			"created: Erstellt am", "owner: {column: Besitzer", "account: {column: Firma",
			"probability: Wahrscheinlichkeit", "Gewonnen: won", "Verloren: lost", "currency: EUR"}},
	{"chancen.csv",
		"Chance;Auftragswert;Verkaufsphase;Erwarteter Abschluss;Angelegt " +
			"am;Verantwortlich;Konto;Verlustgrund\nDach;1.200,50;Gewonnen;31.03.2026;05.01.2026;Ann;Acme;\n" +
			"Tor;900,00;Verloren;30.04.2026;07.01.2026;Bob;Beta;Preis\n",
		[]string{"object: deal", "name: Chance", "amount: Auftragswert", "stage: Verkaufsphase",
			"close_date: Erwarteter Abschluss", "created: Angelegt am", "owner: {column: Verantwortlich",
			"account: {column: Konto", "lost_reason: Verlustgrund"}},
	{"affaires.csv",
		"Opportunité;Montant;Étape;Date de clôture;Créé " +
			"le;Propriétaire;Société;Probabilité\nToit;1200,50;Gagnée;31/03/2026;05/01/2026;Ann;Acme;1\n" +
			"Porte;900,00;Perdue;30/04/2026;07/01/2026;Luc;Beta;0\n",
		[]string{"object: deal", "name: Opportunité", "amount: Montant", "stage: Étape", "close_date: Date de clôture",
			"created: Créé le", "owner: {column: Propriétaire", "account: {column: Société", "probability: Probabilité",
			"Gagnée: won", "Perdue: lost"}},
	{"ventas_abiertas.csv",
		"Oportunidad;Importe;Etapa;Fecha de cierre;Creado " +
			"el;Propietario;Cuenta;Probabilidad\nTejado;1200,50;Ganada;31/03/2026;05/01/2026;Ana;Acme;1\n" +
			"Puerta;900,00;Perdida;30/04/2026;07/01/2026;Luis;Beta;0\n",
		[]string{"object: deal", "name: Oportunidad", "amount: Importe", "stage: Etapa", "close_date: Fecha de cierre",
			"created: Creado el", "owner: {column: Propietario", "account: {column: Cuenta",
			"probability: Probabilidad", "Ganada: won"}},
	{"lista.csv",
		"Nome da oportunidade;Valor;Estágio;Data de fecho;Criado " +
			"a;Vendedor;Empresa\nTelhado;1.200,50;Ganho;31/03/2026;05/01/2026;Ana;Acme\n" +
			"Porta;900,00;Perdido;30/04/2026;07/01/2026;Rui;Beta\n",
		[]string{"object: deal", "name: Nome da oportunidade", "stage: Estágio",
			"close_date: Data de fecho", "created: Criado a"}},
	{"kunden.csv", "Firma;Branche;Mitarbeiter;Ort;Land\nAcme;Bau;120;Bonn;DE\nBeta;Handel;7;Wien;AT\n",
		[]string{"object: account", "name: Firma", "industry: Branche", "employees: Mitarbeiter",
			"city: Ort", "country: Land"}},
	{"clients.csv", "Entreprise;Secteur d'activité;Ville;Pays\nAcme;BTP;Lyon;FR\nBeta;Commerce;Nice;FR\n",
		[]string{"object: account", "name: Entreprise", "city: Ville", "country: Pays"}},
	{"kontakte.csv",
		"Vorname;Name;E-Mail;Telefon;Firma\nEva;Reis;eva@x.example;+49 1;Acme\nRui;Dias;rui@x.example;+49 2;Beta\n",
		[]string{"object: contact", "name: {columns: [Vorname, Name]}", "email: E-Mail", "phone: Telefon"}},
	{"contactos.csv",
		"Nombre;Apellidos;Correo electrónico;Empresa\nEva;Reis;eva@x.example;Acme\nRui;Dias;rui@x.example;Beta\n",
		[]string{"object: contact", "name: {columns: [Nombre, Apellidos]}", "email: Correo electrónico"}},
	{"team.csv",
		"Verkäufer;E-Mail;Vorgesetzter;Gruppe;Eintritt;Austritt\nAnn;ann@s.example;Zoe;Nord;05.01.2024;\n" +
			"Bob;bob@s.example;Zoe;Süd;25.02.2024;31.12.2025\n",
		[]string{"object: person", "manager: {column: Vorgesetzter", "team: {column: Gruppe",
			"started_on: Eintritt", "left_on: Austritt"}},
	{"bestellungen.csv",
		"Bestellnummer;Kunde;Bestelldatum;Menge;Gesamtbetrag\n1;Acme;25.01.2026;2;40,50\n2;Beta;29.01.2026;1;20,00\n",
		[]string{"object: order", "id: Bestellnummer", "account: {column: Kunde", "ordered_on: Bestelldatum",
			"quantity: Menge", "amount: Gesamtbetrag"}},
	{"commandes.csv",
		"Numéro de commande;Client;Date de commande;Quantité;Montant " +
			"total\n1;Acme;25/01/2026;2;40,50\n2;Beta;29/01/2026;1;20,00\n",
		[]string{"object: order", "ordered_on: Date de commande", "quantity: Quantité", "amount: Montant total"}},
	{"verträge.csv",
		"Vertragsnummer;Kunde;Vertragsbeginn;Vertragsende;Monatsbetrag;Kündigungsgrund\n" +
			"K1;Acme;01.01.2025;31.12.2026;500,00;\nK2;Beta;01.03.2025;28.02.2026;300,00;Preis\n",
		[]string{"object: contract", "id: Vertragsnummer", "start_on: Vertragsbeginn", "end_on: Vertragsende",
			"mrr: Monatsbetrag", "end_reason: Kündigungsgrund"}},
	{"ziele.csv",
		"Verkäufer;Quartal;Ziel\nAnn;1. Quartal 2026;50000\nAnn;2. Quartal 2026;60000\nBob;1. Quartal 2026;40000\n",
		[]string{"object: quota", "amount: Ziel", "person: {column: Verkäufer", "format: quarter"}},
	{"cuotas.csv", "Vendedor;Mes;Cuota\nAna;2026-01;50000\nAna;2026-02;60000\nLuis;2026-01;40000\n",
		[]string{"object: quota", "amount: Cuota", "format: month"}},
	{"anrufe.csv",
		"Art;Betreff;Datum;Geschäft;Verantwortlich;Erledigt\nAnruf;Rückruf;05.01.2026;D1;Ann;Ja\n" +
			"Termin;Demo;25.01.2026;D2;Bob;Nein\n",
		[]string{"object: activity", "kind: {column: Art, values: {Anruf: call, Termin: meeting}}", "subject: Betreff",
			"start_at: Datum", "deal: {column: Geschäft"}},
	{"termine.csv",
		"Betreff;Beginn;Ende;Organisator;Teilnehmer\nDemo;25.01.2026 10:00;25.01.2026 " +
			"11:00;ann@s.example;eva@x.example\nRunde;26.01.2026 09:00;26.01.2026 09:15;ann@s.example;\n",
		[]string{"object: calendar_event", "title: Betreff", "start_at: Beginn", "end_at: Ende",
			"organizer: Organisator", "attendees: Teilnehmer"}},
	{"wechselkurse.csv", "Von;Nach;Gültig ab;Kurs\nEUR;USD;15.01.2026;1,0812\nGBP;USD;15.01.2026;1,2712\n",
		[]string{"object: fx_rate", "from_currency: Von", "to_currency: Nach", "day: Gültig ab", "rate: Kurs"}},
}

// TestSuggestedLanguages: headers in German, French, Spanish and Portuguese are understood, and what is
// suggested imports whole unless it asks.
func TestSuggestedLanguages(t *testing.T) {
	t.Parallel()
	for _, c := range foreign {
		header, _, _ := strings.Cut(c.text, "\n")
		t.Run(header, func(t *testing.T) {
			t.Parallel()
			suggestedWhole(t, c.file, c.text, "", c.says)
		})
	}
}

// TestForeignTablesOfNoSale: words that many tables have are no proof of a sale in any language.
func TestForeignTablesOfNoSale(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"Datum;Ort;Temperatur\n25.01.2026;Bonn;3,5\n26.01.2026;Ulm;4,1\n",
		"Konto;Buchungstext;Saldo\n1200;Miete;10,50\n1800;Bank;20,00\n",
		"Inventarnummer;Raum;Prüfung\n1;A1;25.01.2026\n2;A2;26.01.2026\n",
		"Recette;Ingrédient;Grammes\nTarte;Pomme;300\nTarte;Beurre;100\n",
		"Estación;Línea;Pasajeros\nSol;1;1200\nGoya;2;800\n",
		"Schicht;Beginn;Pause\nFrüh;06:00;30\nSpät;14:00;30\n",
	} {
		if got := suggest(t, folder(t, map[string]string{"tabelle.csv": text})); strings.Contains(got,
			"\n    object: ") {
			t.Errorf("a guess for\n%s%s", text, got)
		}
	}
	if f := mapping.FieldOf(nil)(sales.Deal, "Abschlussdatum"); f != "close_date" {
		t.Errorf("Abschlussdatum names %q", f)
	}
}
