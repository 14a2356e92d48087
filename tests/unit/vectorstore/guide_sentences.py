"""What career guides say to their readers: orders and questions of people, none of a machine."""

GUIDE_SENTENCES = """
Allow eight to ten months from the first lesson to the licence.
Allow at least three weeks for a reply.
Aim for a portfolio of four finished pieces.
Aim to hand in the form before the end of March.
Apply early, because places fill up by the spring.
Apply in the autumn of your final year.
Arrange a visit before you accept an offer.
Ask a tutor to look over the draft.
Ask about overtime before you sign anything.
Ask for feedback if you are turned down.
Attend an open evening or join the webinar on the first Tuesday of each month.
Avoid agencies that charge a fee up front.
Be honest about gaps in your work history.
Be prepared to travel and to stay away overnight.
Book a slot with an adviser through the portal.
Book your driving test as soon as the theory part is passed.
Bring two forms of identification and a recent photograph.
Bring safety boots; the rest is provided.
Budget for about 900 pounds of tools in the first two years.
Build up a savings buffer of three months.
Call the helpline on weekdays between 8.30am and 6pm.
Call us on a weekday and ask for the admissions desk.
Check deadlines carefully: late forms are not considered.
Check whether the award is recognised in the country where you want to live.
Check with your state board before you enroll.
Choose electives that match the branch you want to enter.
Choose between the evening route and the block-release route.
Collect evidence of each placement as you go.
Come to the fair on 14 October, no ticket needed.
Compare at least three offers before you decide.
Complete the online safety module before the first shift.
Consider a bridging unit if your maths is rusty.
Consider moving: rents outside the capital are half as high.
Contact the registrar within ten working days.
Contact us by phone or drop in on weekdays.
Count on six evenings of homework a fortnight.
Create a profile and upload your transcript.
Do a taster week first.
Do not worry if you have never touched a soldering iron.
Don't forget to claim travel costs.
Don't give up after the first rejection.
Don't pay anyone who promises you a job.
Draw up a list of twenty firms and ring each of them.
Email the team and we'll get back within two days.
Email a copy of your passport to admissions.
Enrol by 28 February to start in term two.
Enter the trade as a labourer and move up.
Expect to start at the bottom.
Expect long hours in December and a quiet January.
Expect around 35 contact hours and as much private study again.
Fill in the grant form as well, even when unsure.
Find a host business before the contract is drawn up.
Find out what licences are needed where you live.
Finish the prerequisite units first.
Focus on two or three tools rather than ten.
Follow up with a short thank-you note.
Gain some hands-on practice, paid or unpaid.
Get a white card before setting foot on a site.
Get advice from someone who already does the work.
Get your references ready in good time.
Give yourself half a year to find the first post.
Give at least four weeks' notice before leaving.
Go to talks and speak to people afterwards.
Have a look at last year's papers.
Hold off on the loan until all grants are settled.
If in doubt, ring the office.
If you already hold a diploma, ask for credit.
Include everything, even a Saturday shop job.
Join a professional body; student membership is free.
Join the waiting list if the intake is full.
Keep a logbook: assessors ask for it.
Keep every payslip until the tax return is done.
Keep learning, as methods change every few years.
Learn to type before anything else.
Learn one language properly, then pick up a second.
Leave a margin of two weeks for the background check.
Let us know by Friday if a change of date is needed.
Look for an accredited provider.
Look at the small print on refunds.
Make sure that you understand how tips are shared.
Make an appointment with the medical examiner.
Make use of the mock assessments, they are free.
Mention any languages spoken.
Move into management after a decade, or go freelance.
Network, network, network.
Note that the bursary is paid in three parts.
Note down questions before the open day.
Pass the aptitude test and a medical, and training can begin.
Pay in full by 1 August to get a discount of 5 per cent.
Pick a specialism in year three.
Plan for nine to twelve months without income.
Plan on two full weekends a month.
Practise under time pressure.
Prepare for shifts that begin at four in the morning.
Prepare two pieces, one classical and one modern.
Put money aside for kit and insurance.
Read the contract twice.
Read our page on visas before you book flights.
Register with the council and renew every three years.
Register your interest and we'll send the dates.
Remember that evening classes still count.
Renew the first aid certificate each spring.
Request a copy of the transcript in writing.
Research the firm and turn up ten minutes early.
Revise little and often.
Save at least one day a week for rest.
See the table below for regional differences.
Send the signed form back within 21 days.
Send a short note to three people on the team.
Set aside two hours each evening for theory.
Set up alerts on the main boards.
Shadow a practitioner for a day or two.
Share your rota with family early.
Show up on time with your own gloves.
Sign up for the newsletter to hear of new openings.
Sit the final assessment at an approved centre.
Speak to your line manager or a union rep.
Speak with an adviser about funding.
Spend a season on a trawler before deciding.
Start small and grow.
Start with a free taster unit before paying for anything.
Stay in touch with former workmates.
Study part time over six years or full time over three.
Submit both forms on the same day.
Take a gap year if funds allow, many do.
Take the entrance paper in May or in September.
Talk to three people in the field before you commit.
Talk to us about extensions.
Tell the office within a month if you move house.
Tell us about any health needs on the form.
Think about childcare, because rosters change weekly.
Train on the job, with one day a week at college.
Transfer credits within five years or they lapse.
Try a short course first.
Try to shadow at least two different practices.
Turn up in smart clothes.
Upload a certified copy by the closing date.
Use the calculator to see what a loan would cost per month.
Use a mentor if one is offered.
View the full list of intakes online.
Visit a yard or a workshop and see for yourself.
Volunteer at a shelter to find out whether it suits you.
Wait until results are out before you pay the bond.
Watch the video tour.
Wear steel-capped boots at all times.
Work backwards from the date you want to qualify.
Work towards supervisor level after five seasons.
Write to the branch secretary for a list of vacancies.
You could be based in a depot or on the road.
You'll need steady hands and a head for heights.
You must be at least 18 on the first day.
Your working environment could be noisy, dusty and cold.
Your home environment should have a quiet corner.
Your working environment may include cleanrooms and greenhouses.
Your profile settings control who sees the transcript.
Your first instructions come from the ganger on site.
Your hours will vary with the tide.
Your next role could be team leader.
Can I retrain at fifty?
Do I pay anything up front?
Is there an upper age limit?
Will I be away from home a lot?
What if I fail the medical?
How soon can I start?
Am I too old for an apprenticeship?
""".strip().split("\n")
"""Of careers services, universities, boot camps and FAQs of three countries, in our own words."""

HARSHER_SENTENCES = """
Bear in mind that rents near the harbour are steep.
Ring round local garages and ask whether they take on helpers.
Polish your pitch in front of a mirror.
Reach out to alumni on the network.
Line up two people who can vouch for you.
Double-check the spelling of names.
Ask which uniform you will need.
Give blood samples a wide berth if you faint easily.
List three achievements for each job.
State your availability clearly.
Name one strength and one weakness.
Leave the laptop at home.
Set realistic goals.
Set a budget and stick to it.
Put together a short video reel.
Run a background search on the landlord.
Read widely and keep a notebook.
Tell the truth.
Show enthusiasm.
Keep calm and carry a spare pen.
Quote the reference number whenever you write.
Make friends with the night porter.
Repeat the process until the seam is straight.
Return the kit clean and dry.
Report faults at once.
Encourage questions.
Open a separate bank account.
Stop if the alarm sounds.
Avoid jargon.
Begin with the basics.
End on a positive note.
Lead by example.
Raise concerns early.
Speak clearly and make eye contact.
Suggest two dates.
Start at the local library.
Use plain words.
Use short sentences and concrete examples.
Finish what you start.
Follow the dress code.
Get plenty of sleep the night before.
Include a map.
Do the maths before signing.
Give examples.
Explain gaps honestly.
Describe the problem, the action and the outcome.
Show, don't tell.
Tell a story that shows resilience.
Use the STAR technique.
Break big goals into small steps.
List your hobbies only where they add something.
Define success for yourself.
Create a routine.
Provide proof of address.
Is it hard?
What will it cost?
Where do most people live?
Is there parking?
Are evenings possible?
What about childcare?
Does it matter which subject I take?
Who pays for the uniform?
How fit must I be?
Which languages help?
""".strip().split("\n")
"""Written after the patterns knew the others, each too short to say what its page is about. At
first 26 of these 64 were lost, and 83 of the 165 above."""
